import { ApiProblem } from '../../api-client/api-problem.js';

/** These are no answer to what was typed: they become a page of their own. */
const notForForms = new Set([401, 404]);

/** Does what a form asks for. Gives the API's refusal when the form can show it, undefined when it was done. */
export async function refusalOf(action: () => Promise<unknown>): Promise<ApiProblem | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status >= 500 || notForForms.has(error.status)) throw error;
    return error;
  }
}
