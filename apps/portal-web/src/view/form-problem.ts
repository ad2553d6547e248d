import type { ApiProblem } from '../api-client/api-problem.js';

/** What a form shows after the API has refused it: a summary that links to the fields, and a sentence at each field. */
export interface FormProblem {
  problem?: { message: string; fields: { id: string; message: string }[] };
  errors: Record<string, string>;
}

/** @param ids the ids of the fields whose name on the form is not the one of the API: API name → id */
export function formProblem(problem: ApiProblem | undefined, ids: Record<string, string>): FormProblem {
  if (problem === undefined) return { errors: {} };
  const fields = problem.fields.map(({ field, message }) => ({ id: ids[field] ?? field, message }));
  return {
    problem: { message: problem.message, fields },
    errors: Object.fromEntries(fields.map(({ id, message }) => [id, message])),
  };
}
