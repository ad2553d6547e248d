import { randomUUID } from 'node:crypto';
import type { GrantDto, ServiceDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { link } from '../../view/helpers.js';

/** What stands in the form: texts, as typed. */
export interface ServiceForm {
  name?: string;
  slug?: string;
  summary?: string;
  description?: string;
  team?: string;
  exposure?: string;
  visibility?: string;
  grants?: string;
}

export interface TeamOption {
  value: string;
  label: string;
}

const choices = {
  exposures: [
    { value: 'external', label: 'external: through a gateway' },
    { value: 'internal', label: 'internal: between services' },
  ],
  visibilities: [
    { value: 'public', label: 'Everybody', text: 'Also without signing in.' },
    { value: 'internal', label: 'Signed in', text: 'Everybody with an account.' },
    { value: 'private', label: 'Chosen teams', text: 'To all others it does not exist.' },
  ],
};

/** API name → id of the field. */
const ids = { ownerTeamId: 'team', teamIds: 'grants', teamSlugs: 'grants' };

export const emptyServiceForm: ServiceForm = { visibility: 'public', exposure: 'external' };

export function newServiceView(teams: TeamOption[], form: ServiceForm, problem?: ApiProblem) {
  return {
    title: 'Register a service',
    heading: 'Register a service',
    summary: 'Nobody sees it before you publish a version.',
    breadcrumb: [{ href: '/publish', label: 'Publish' }],
    formAction: '/publish/new',
    cancelHref: '/publish',
    submit: 'Register',
    isNew: true,
    once: randomUUID(),
    teams,
    ...choices,
    form,
    ...formProblem(problem, ids, { 'team.not_provider': 'team' }),
  };
}

/** @param etag what the change will be based on: that of the page that was shown first */
export function editServiceView(service: ServiceDto, form: ServiceForm, etag: string, problem?: ApiProblem) {
  return {
    title: `Edit ${service.name}`,
    heading: `Edit ${service.name}`,
    breadcrumb: [
      { href: '/publish', label: 'Publish' },
      { href: link('publish', service.slug), label: service.name },
    ],
    formAction: link('publish', service.slug, 'edit'),
    cancelHref: link('publish', service.slug),
    submit: 'Save',
    isNew: false,
    etag,
    ...choices,
    form,
    ...formProblem(problem, ids),
  };
}

export function formOfService(service: ServiceDto, grants: GrantDto[]): ServiceForm {
  const { name, summary, description, exposure, visibility } = service;
  return { name, summary, description, exposure, visibility, grants: grants.map((team) => team.teamSlug).join('\n') };
}
