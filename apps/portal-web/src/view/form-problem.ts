import type { ApiProblem } from '../api-client/api-problem.js';

/** What a form shows after the API has refused it: a summary that links to the fields, and a sentence at each field. */
export interface FormProblem {
  problem?: { message: string; fields: { id: string; message: string }[] };
  errors: Record<string, string>;
}

/**
 * @param ids the ids of the fields whose name on the form is not the one of the API: API name → id
 * @param places where a refusal that names no field belongs: its code → id
 */
export function formProblem(
  problem: ApiProblem | undefined,
  ids: Record<string, string>,
  places: Record<string, string> = {},
): FormProblem {
  if (problem === undefined) return { errors: {} };
  const place = places[problem.code];
  const found = problem.fields.map(({ field, message }) => ({ id: ids[field] ?? field, message }));
  const marked = found.length === 0 && place !== undefined ? [{ id: place, message: problem.message }] : found;
  const fields = marked.map(({ id, message }) => ({ id, message: sentence(id, message) }));
  return {
    problem: { message: fields.length > 0 ? 'This was not saved yet.' : problem.message, fields },
    errors: Object.fromEntries(fields.map(({ id }) => [id, messagesOf(fields, id)])),
  };
}

/** A field of many lines may be wrong in several. */
function messagesOf(fields: { id: string; message: string }[], of: string): string {
  return fields.flatMap(({ id, message }) => (id === of ? [message] : [])).join(' ');
}

/** `is taken` of the field `slug` becomes `Slug is taken.`; whole sentences and what begins with an address stay as they are. */
function sentence(id: string, message: string): string {
  if (/^https?:/.test(message)) return message;
  const words = id.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const text = /^[a-z]/.test(message) ? `${words} ${message}` : message;
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}
