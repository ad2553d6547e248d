import { randomUUID } from 'node:crypto';
import type { MeDto, TeamDetailDto, TeamKindName, TeamPageDto, TeamRoleName } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { link, withQuery } from '../../view/helpers.js';
import { adminTabs } from '../admin/admin-tabs.js';

const kindWords: Record<TeamKindName, string> = {
  personal: 'personal',
  developer: 'developer team',
  provider: 'provider team',
};

const roles: { value: TeamRoleName; label: string }[] = [
  { value: 'viewer', label: 'viewer: looks' },
  { value: 'member', label: 'member: changes things' },
  { value: 'owner', label: 'owner: manages the team' },
];

/** Who looks, as far as the pages about teams care. */
export interface TeamViewer {
  userId: string;
  isAdmin: boolean;
  seesAll: boolean;
  roles: Map<string, TeamRoleName>;
}

export function teamViewer({ user, memberships }: MeDto): TeamViewer {
  return {
    userId: user.id,
    isAdmin: user.platformRole === 'admin',
    seesAll: user.platformRole !== 'member',
    roles: new Map(memberships.map(({ teamId, role }) => [teamId, role])),
  };
}

export function teamsView(page: TeamPageDto, viewer: TeamViewer, cursor: string | undefined) {
  return {
    title: 'Teams',
    summary: viewer.seesAll
      ? 'All teams of this portal.'
      : 'Services and applications belong to teams, never to a person.',
    action: { href: '/teams/new', label: 'New team' },
    adminTabs: viewer.seesAll ? adminTabs('teams') : undefined,
    columns: [{ label: 'Team' }, { label: 'Kind' }, { label: 'Your role' }, { label: 'Made' }],
    teams: page.items.map(({ id, name, kind, createdAt }) => {
      return { id, name, kind: kindWords[kind], role: viewer.roles.get(id) ?? '', createdAt };
    }),
    pager:
      page.nextCursor === null && cursor === undefined
        ? undefined
        : {
            note: `${page.items.length} on this page`,
            firstHref: cursor === undefined ? undefined : '/teams',
            nextHref: page.nextCursor === null ? undefined : withQuery('/teams', { cursor: page.nextCursor }),
          },
  };
}

/** What stands in the form: texts, as typed. */
export interface TeamForm {
  name?: string;
  slug?: string;
  kind?: string;
}

/** @param mayChooseKind only an admin makes a team a provider */
export function newTeamView(mayChooseKind: boolean, form: TeamForm, problem?: ApiProblem) {
  return {
    title: 'New team',
    heading: 'New team',
    summary: 'You become its owner and may add others.',
    breadcrumb: [{ href: '/teams', label: 'Teams' }],
    formAction: '/teams/new',
    cancelHref: '/teams',
    submit: 'Make the team',
    once: randomUUID(),
    kinds: mayChooseKind
      ? [
          { value: 'developer', label: 'Developer team', text: 'Has applications and keys.' },
          { value: 'provider', label: 'Provider team', text: 'Also owns services and publishes them.' },
        ]
      : undefined,
    form,
    ...formProblem(problem, {}),
  };
}

/** A form of the team's page that the API refused. */
export interface RefusedTeamForm {
  form: 'member' | 'name';
  typed: { email?: string; role?: string; name?: string };
  problem: ApiProblem;
}

export function teamView(team: TeamDetailDto, viewer: TeamViewer, refused?: RefusedTeamForm) {
  const { id, slug, name, kind, members, revision } = team;
  const isShared = kind !== 'personal';
  const manages = isShared && (viewer.isAdmin || viewer.roles.get(id) === 'owner');
  const memberProblem = formProblem(refused?.form === 'member' ? refused.problem : undefined, {});
  const nameProblem = formProblem(refused?.form === 'name' ? refused.problem : undefined, {});
  return {
    title: name,
    heading: name,
    kind: kindWords[kind],
    slug,
    breadcrumb: [{ href: '/teams', label: 'Teams' }],
    id,
    etag: `"${revision}"`,
    manages,
    isPersonal: !isShared,
    lintRulesHref: kind === 'provider' ? link('teams', id, 'lint-rules') : undefined,
    memberColumns: [{ label: 'Name' }, { label: 'Mail', wide: true }, { label: 'Role' }, { label: '' }],
    members: members.map((member) => ({
      ...member,
      isSelf: member.userId === viewer.userId,
      manages,
      roleId: `role-${member.userId}`,
      roles,
      setAction: link('teams', id, 'members', member.userId),
      removeAction: manages || (isShared && member.userId === viewer.userId) ? removeOf(id, member.userId) : undefined,
    })),
    add: manages
      ? { roles, form: { role: 'member', ...(refused?.form === 'member' ? refused.typed : {}) }, ...memberProblem }
      : undefined,
    rename: manages ? { name: refused?.typed.name ?? name, ...nameProblem } : undefined,
    makeProvider: viewer.isAdmin && kind === 'developer',
    makeDeveloper: viewer.isAdmin && kind === 'provider',
  };
}

function removeOf(teamId: string, userId: string): string {
  return link('teams', teamId, 'members', userId, 'remove');
}
