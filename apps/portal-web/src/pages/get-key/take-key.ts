import type { ApplicationDto, IssuedKeyDto, SubscriptionDto } from '#contract';
import { ApiProblem } from '../../api-client/api-problem.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { createApplication, issueKey, readApplication, subscribe } from '../shared/application.api.js';
import { refusalOf } from '../shared/refusal.js';
import { readMySubscriptions } from '../service/service.api.js';

/** What the three steps ask. `application` is an id, or `new` with a name. */
export interface KeyForm {
  application: string;
  applicationName: string;
  plan: string;
  keyName: string;
  environment: string;
}

/** How far it came. */
export type KeyOutcome =
  | { kind: 'issued'; application: ApplicationDto; subscription: SubscriptionDto; issued: IssuedKeyDto }
  | { kind: 'waiting'; application: ApplicationDto; subscription: SubscriptionDto }
  /** `application` is there when it was made before the refusal, so that it is not made again. */
  | { kind: 'refused'; application: ApplicationDto | undefined; problem: ApiProblem };

/** Application, subscription, key, in this order; stops where the API refuses or somebody has to approve. */
export async function takeKey(visitor: VisitorApi, slug: string, form: KeyForm, once: string): Promise<KeyOutcome> {
  const missing = missingIn(form);
  if (missing !== undefined) return { kind: 'refused', application: undefined, problem: missing };
  const asked = form.application === 'new';
  const application = await attempt(asked ? { name: 'applicationName' } : {}, () =>
    asked
      ? createApplication(visitor, { name: form.applicationName }, once)
      : readApplication(visitor, form.application),
  );
  if (application instanceof ApiProblem) return { kind: 'refused', application: undefined, problem: application };
  const subscription = await attempt({}, () => subscribed(visitor, application.id, slug, form.plan, once));
  if (subscription instanceof ApiProblem) return { kind: 'refused', application, problem: subscription };
  if (subscription.state !== 'active') return { kind: 'waiting', application, subscription };
  const request = { name: form.keyName, ...(form.environment === '' ? {} : { environment: form.environment }) };
  const issued = await attempt({ name: 'keyName' }, () => issueKey(visitor, application.id, request, once));
  if (issued instanceof ApiProblem) return { kind: 'refused', application, problem: issued };
  return { kind: 'issued', application, subscription, issued };
}

/** The subscription under this plan; one that is there already will do. */
async function subscribed(visitor: VisitorApi, applicationId: string, service: string, plan: string, once: string) {
  const problem = await subscribe(visitor, applicationId, { service, plan }, once).catch((error: unknown) => error);
  if (!(problem instanceof ApiProblem)) {
    if (problem instanceof Error) throw problem;
    return problem as SubscriptionDto;
  }
  if (problem.code !== 'subscription.exists') throw problem;
  const mine = await readMySubscriptions(visitor, service);
  const found = mine.find((subscription) => subscription.applicationId === applicationId);
  if (found === undefined) throw problem;
  return found;
}

/** Does one step; a refusal names the field of this form that it is about. */
async function attempt<T>(fieldNames: Record<string, string>, step: () => Promise<T>): Promise<T | ApiProblem> {
  let result: T | undefined;
  const problem = await refusalOf(async () => {
    result = await step();
  });
  if (problem === undefined) return result as T;
  const fields = problem.fields.map((found) => ({ ...found, field: fieldNames[found.field] ?? found.field }));
  return new ApiProblem(problem.status, problem.code, problem.message, fields, problem.requestId);
}

/** Checked before anything is made, so that a forgotten field leaves nothing half done. */
function missingIn(form: KeyForm): ApiProblem | undefined {
  const fields = [
    form.application === '' && { field: 'application', message: 'Choose an application, or make a new one.' },
    form.application === 'new' &&
      form.applicationName === '' && { field: 'applicationName', message: 'Give the new application a name.' },
    form.plan === '' && { field: 'plan', message: 'Choose a plan.' },
    form.keyName === '' && { field: 'keyName', message: 'Give the key a name.' },
    form.keyName.length > 60 && { field: 'keyName', message: 'A name of a key has at most 60 characters.' },
  ].filter((field) => field !== false);
  if (fields.length === 0) return undefined;
  return new ApiProblem(422, 'request.invalid', 'Something is missing.', fields, undefined);
}
