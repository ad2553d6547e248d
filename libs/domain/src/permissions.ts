export type PlatformRole = 'member' | 'auditor' | 'admin';

/** From the least to the most. */
export const TEAM_ROLES = ['viewer', 'member', 'owner'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

/** Only a provider team owns services; an admin makes a team one. Every user has one personal team. */
export const TEAM_KINDS = ['personal', 'developer', 'provider'] as const;
export type TeamKind = (typeof TEAM_KINDS)[number];

export type Visibility = 'public' | 'internal' | 'private';

export interface ActorMembership {
  teamId: string;
  teamKind: TeamKind;
  role: TeamRole;
}

/** Who asks. `anonymous` is a caller who did not sign in. */
export type Actor =
  'anonymous' | { userId: string; platformRole: PlatformRole; memberships: readonly ActorMembership[] };

interface Rule {
  access: 'read' | 'change';
  /** The least role in the team that owns the resource; `signed_in`: everybody who is; `platform`: no team suffices. */
  least: TeamRole | 'signed_in' | 'platform';
  /** Only teams of this kind can have it. */
  teamKind?: TeamKind;
  /** The answer holds a secret of the team, so no platform role opens it. */
  secret?: true;
}

const read = (least: Rule['least'], teamKind?: TeamKind): Rule => ({ access: 'read', least, teamKind });
const change = (least: Rule['least'], teamKind?: TeamKind): Rule => ({ access: 'change', least, teamKind });

const RULES = {
  'service.create': change('member', 'provider'),
  'service.read_private': read('viewer', 'provider'),
  'service.update': change('member', 'provider'),
  'service.delete': change('owner', 'provider'),
  'service.grant': change('member', 'provider'),
  'version.create': change('member', 'provider'),
  'version.update': change('member', 'provider'),
  'version.publish': change('member', 'provider'),
  'version.delete': change('member', 'provider'),
  'plan.manage': change('member', 'provider'),
  'deployment.read': read('viewer', 'provider'),
  'subscription.read_service': read('viewer', 'provider'),
  'subscription.decide': change('member', 'provider'),
  'application.create': change('member'),
  'application.read': read('viewer'),
  'application.update': change('member'),
  'application.delete': change('owner'),
  'subscription.create': change('member'),
  'subscription.read_application': read('viewer'),
  'subscription.cancel': change('member'),
  'credential.read': read('viewer'),
  'credential.issue': { access: 'change', least: 'member', secret: true },
  'credential.revoke': change('member'),
  'usage.read_application': read('viewer'),
  'usage.read_service': read('viewer', 'provider'),
  'usage.read_all': read('platform'),
  'team.create': change('signed_in'),
  'team.read': read('viewer'),
  'team.manage': change('owner'),
  'team.read_all': read('platform'),
  'team.set_kind': change('platform'),
  'user.read': read('platform'),
  'user.manage': change('platform'),
  'gateway.read': read('platform'),
  'gateway.manage': change('platform'),
  'audit.read': read('platform'),
} satisfies Record<string, Rule>;

export type Permission = keyof typeof RULES;
export const PERMISSIONS = Object.keys(RULES) as Permission[];

/** Whose thing it is: the owner team of the service, of the application, or the team itself. */
export interface OwnedResource {
  teamId: string;
}

/**
 * Whether the actor may do it to that resource. Without a resource, only what a platform role or signing in opens is
 * allowed. An auditor reads everything and changes nothing; an admin does everything that shows no team's secret.
 */
export function may(actor: Actor, permission: Permission, resource?: OwnedResource): boolean {
  if (actor === 'anonymous') return false;
  const rule: Rule = RULES[permission];
  if (actor.platformRole === 'auditor') return rule.access === 'read';
  if (actor.platformRole === 'admin' && !rule.secret) return true;
  if (rule.least === 'signed_in') return true;
  if (rule.least === 'platform' || resource === undefined) return false;
  const least = TEAM_ROLES.indexOf(rule.least);
  return actor.memberships.some(
    ({ teamId, teamKind, role }) =>
      teamId === resource.teamId &&
      TEAM_ROLES.indexOf(role) >= least &&
      (rule.teamKind === undefined || rule.teamKind === teamKind),
  );
}

/** What of a service decides who finds it in the catalogue once a version of it is live. */
export interface CatalogueEntry extends OwnedResource {
  visibility: Visibility;
  /** The teams that a private service was opened to. */
  grantedTeamIds: readonly string[];
}

/** Whether the actor may see the service in the catalogue: public to all, internal to who signed in, private by grant. */
export function maySeeService(actor: Actor, service: CatalogueEntry): boolean {
  if (service.visibility === 'public') return true;
  if (actor === 'anonymous') return false;
  if (service.visibility === 'internal' || may(actor, 'service.read_private', service)) return true;
  return actor.memberships.some(({ teamId }) => service.grantedTeamIds.includes(teamId));
}
