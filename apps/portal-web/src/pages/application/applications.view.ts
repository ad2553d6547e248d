import type { ApplicationDto, ApplicationPageDto, MembershipDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem, type FormProblem } from '../../view/form-problem.js';
import { link, withQuery } from '../../view/helpers.js';
import { applicationTabs, type TabLink } from './application-tabs.js';

export interface ApplicationsView {
  title: string;
  action: { href: string; label: string };
  columns: { label: string; wide?: boolean }[];
  applications: { id: string; name: string; text: string; team: string; createdAt: string }[];
  pager: { note: string; firstHref: string | undefined; nextHref: string | undefined } | undefined;
}

export function applicationsView({ items, nextCursor }: ApplicationPageDto, cursor: string): ApplicationsView {
  const nextHref = nextCursor === null ? undefined : withQuery('/applications', { cursor: nextCursor });
  const firstHref = cursor === '' ? undefined : '/applications';
  return {
    title: 'Applications',
    action: { href: '/applications/new', label: 'New application' },
    columns: [
      { label: 'Name' },
      { label: 'What it does', wide: true },
      { label: 'Team' },
      { label: 'Made', wide: true },
    ],
    applications: items.map(({ id, name, description, teamName, createdAt }) => ({
      id,
      name,
      text: description,
      team: teamName,
      createdAt,
    })),
    pager: nextHref || firstHref ? { note: 'The newest first', firstHref, nextHref } : undefined,
  };
}

export interface ApplicationForm {
  name: string;
  description: string;
  teamId: string;
}

/** Name and description of an application; for a new one its team too. */
export interface ApplicationEditView extends FormProblem {
  title: string;
  heading: string;
  breadcrumb: { href: string; label: string }[];
  tabs: TabLink[] | undefined;
  formAction: string;
  cancelHref: string;
  button: string;
  teams: { value: string; label: string }[] | undefined;
  once: string | undefined;
  etag: string | undefined;
  deleteHref: string | undefined;
  form: ApplicationForm;
}

const nameTaken = { 'application.name_taken': 'name', 'application.limit_reached': 'teamId' };

export function newApplicationView(
  memberships: MembershipDto[],
  form: ApplicationForm,
  once: string,
  problem?: ApiProblem,
): ApplicationEditView {
  const teams = memberships.filter(({ role }) => role !== 'viewer');
  const personal = teams.find(({ teamKind }) => teamKind === 'personal');
  return {
    title: 'New application',
    heading: 'New application',
    breadcrumb: [{ href: '/applications', label: 'Applications' }],
    tabs: undefined,
    formAction: '/applications/new',
    cancelHref: '/applications',
    button: 'Make the application',
    teams: teams.length > 1 ? teams.map(({ teamId, teamName }) => ({ value: teamId, label: teamName })) : undefined,
    once,
    etag: undefined,
    deleteHref: undefined,
    form: { ...form, teamId: form.teamId || (personal?.teamId ?? '') },
    ...formProblem(problem, {}, nameTaken),
  };
}

export function applicationSettingsView(
  application: ApplicationDto,
  form: ApplicationForm,
  etag: string,
  problem?: ApiProblem,
): ApplicationEditView {
  const href = link('applications', application.id);
  return {
    title: `Settings of ${application.name}`,
    heading: application.name,
    breadcrumb: [{ href: '/applications', label: 'Applications' }],
    tabs: applicationTabs(application, 'Settings'),
    formAction: `${href}/settings`,
    cancelHref: href,
    button: 'Save',
    teams: undefined,
    once: undefined,
    etag,
    deleteHref: `${href}/delete`,
    form,
    ...formProblem(problem, {}, nameTaken),
  };
}
