import type { ConsoleSessionDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { textOf, type Form } from '../shared/form.js';
import type { ConsoleParts, ConsoleState } from './console.view.js';

/** What was chosen, or else what was used last with this service. */
export function chosen({ start, calls }: ConsoleParts, form: Form): Pick<ConsoleState, 'application' | 'environment'> {
  const ready = start.applications.filter(({ subscription }) => subscription === 'active');
  const isReady = (id: string | undefined) => ready.some((application) => application.id === id);
  const isServed = (slug: string | undefined) => start.environments.some((environment) => environment.slug === slug);
  const applications = [textOf(form, 'application'), ...calls.map(({ applicationId }) => applicationId)];
  const environments = [textOf(form, 'environment'), ...calls.map(({ environment }) => environment)];
  return {
    application: applications.find(isReady) ?? ready[0]?.id ?? '',
    environment: environments.find(isServed) ?? start.environments[0]?.slug ?? '',
  };
}

/** The session that came with the form, if it is one of what is chosen now. */
export function keptSession(
  form: Form,
  { application, environment }: Pick<ConsoleState, 'application' | 'environment'>,
): ConsoleSessionDto | undefined {
  const [id, token, expiresAt] = ['session', 'token', 'expiresAt'].map((name) => textOf(form, name));
  if (!id || !token || textOf(form, 'sessionOf') !== `${application} ${environment}`) return undefined;
  return { id, token, expiresAt: expiresAt ?? '' };
}

/** What the API refused, at the fields where it belongs. */
export function refusal(problem: ApiProblem, { fields }: ConsoleParts): Pick<ConsoleState, 'errors' | 'problem'> {
  const idOf = (name: string): string | undefined =>
    fields.parameters.find(({ key }) => key === name)?.id ??
    (name === 'environment' || name === 'applicationId'
      ? `console-${name === 'environment' ? name : 'application'}`
      : undefined);
  const errors: Record<string, string> = {};
  for (const { field, message } of problem.fields) {
    const id = idOf(field);
    if (id !== undefined) errors[id] = message.charAt(0).toUpperCase() + message.slice(1);
  }
  return { errors, problem: Object.keys(errors).length > 0 ? undefined : problem.message };
}
