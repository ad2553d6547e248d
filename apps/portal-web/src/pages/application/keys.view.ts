import type { ApplicationDto, CredentialDto, EnvironmentDto } from '#contract';
import { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem, type FormProblem } from '../../view/form-problem.js';
import { link } from '../../view/helpers.js';
import { environmentChoices } from '../shared/environment-choices.js';
import { keyStateView, type KeyStateView } from '../shared/key-state.view.js';

export interface NewKeyForm {
  name: string;
  environment: string;
  /** A day, `2030-01-31`, or empty. */
  expiresAt: string;
}

export interface NewKeyView extends FormProblem {
  title: string;
  breadcrumb: { href: string; label: string }[];
  formAction: string;
  cancelHref: string;
  environments: { value: string; label: string }[];
  once: string;
  form: NewKeyForm;
}

export function newKeyView(
  application: ApplicationDto,
  environments: EnvironmentDto[],
  form: NewKeyForm,
  once: string,
  problem?: ApiProblem,
): NewKeyView {
  const href = link('applications', application.id);
  return {
    title: `New key for ${application.name}`,
    breadcrumb: [{ href, label: application.name }],
    formAction: `${href}/keys/new`,
    cancelHref: href,
    environments: environmentChoices(environments),
    once,
    form,
    ...formProblem(inDays(problem), {}, { 'credential.limit_reached': 'name' }),
  };
}

/** The API speaks of times; this form asks for a day. */
function inDays(problem: ApiProblem | undefined): ApiProblem | undefined {
  const fields = problem?.fields.map((found) =>
    found.field === 'expiresAt' ? { ...found, message: 'Choose a day from today on, such as 31 January 2030.' } : found,
  );
  return problem && new ApiProblem(problem.status, problem.code, problem.message, fields ?? [], problem.requestId);
}

/** One key: never itself, only what tells it from others, and where it is. */
export interface KeyView {
  title: string;
  heading: string;
  breadcrumb: { href: string; label: string }[];
  key: KeyStateView;
  facts: { label: string; value?: string; at?: string; mono?: boolean }[];
  revokeHref: string | undefined;
}

export function keyView(application: ApplicationDto, key: CredentialDto): KeyView {
  const href = link('applications', application.id);
  const here = `${href}${link('keys', key.id)}`;
  const date = (label: string, at: string | null, otherwise: string) =>
    at === null ? { label, value: otherwise } : { label, at };
  return {
    title: `Key ${key.name}`,
    heading: key.name,
    breadcrumb: [{ href, label: application.name }],
    key: keyStateView(key, here),
    facts: [
      { label: 'Key', value: `${key.prefix}…${key.lastFour}`, mono: true },
      { label: 'Environment', value: key.environment },
      { label: 'Made', at: key.createdAt },
      date('Last used', key.lastUsedAt, 'never'),
      date('Expires', key.expiresAt, 'does not'),
      ...(key.revokedAt === null ? [] : [{ label: 'Revoked', at: key.revokedAt }]),
    ],
    revokeHref: key.state === 'active' && application.editable ? `${here}/revoke` : undefined,
  };
}
