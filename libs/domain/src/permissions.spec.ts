import { may, maySeeService, PERMISSIONS, TEAM_KINDS, TEAM_ROLES } from './permissions.js';
import type { Actor, Permission, PlatformRole, TeamKind, TeamRole } from './permissions.js';

const TEAM = 'team-1';
const actor = (platformRole: PlatformRole, role?: TeamRole, teamKind: TeamKind = 'provider', teamId = TEAM): Actor => ({
  userId: 'user-1',
  platformRole,
  memberships: role === undefined ? [] : [{ teamId, teamKind, role }],
});

/**
 * Per permission, who has it: v, m, o = viewer, member, owner of a developer team; V, M, O = of a provider team;
 * s = signed in without a team; a = auditor; A = admin.
 */
const TABLE: Record<Permission, string> = {
  'service.create': 'MOA',
  'service.read_private': 'VMOaA',
  'service.update': 'MOA',
  'service.delete': 'OA',
  'service.grant': 'MOA',
  'version.create': 'MOA',
  'version.update': 'MOA',
  'version.publish': 'MOA',
  'version.delete': 'MOA',
  'plan.manage': 'MOA',
  'deployment.read': 'VMOaA',
  'subscription.read_service': 'VMOaA',
  'subscription.decide': 'MOA',
  'application.create': 'moMOA',
  'application.read': 'vmoVMOaA',
  'application.update': 'moMOA',
  'application.delete': 'oOA',
  'subscription.create': 'moMOA',
  'subscription.read_application': 'vmoVMOaA',
  'subscription.cancel': 'moMOA',
  'credential.read': 'vmoVMOaA',
  'credential.issue': 'moMO',
  'credential.revoke': 'moMOA',
  'usage.read_application': 'vmoVMOaA',
  'usage.read_service': 'VMOaA',
  'usage.read_all': 'aA',
  'team.create': 'vmoVMOsA',
  'team.read': 'vmoVMOaA',
  'team.manage': 'oOA',
  'team.read_all': 'aA',
  'team.set_kind': 'A',
  'user.read': 'aA',
  'user.manage': 'A',
  'gateway.read': 'aA',
  'gateway.manage': 'A',
  'audit.read': 'aA',
};
const ACTORS: Record<string, Actor> = {
  v: actor('member', 'viewer', 'developer'),
  m: actor('member', 'member', 'developer'),
  o: actor('member', 'owner', 'developer'),
  V: actor('member', 'viewer'),
  M: actor('member', 'member'),
  O: actor('member', 'owner'),
  s: actor('member'),
  a: actor('auditor'),
  A: actor('admin'),
};

describe('may', () => {
  it('has a row in the table for each permission', () => {
    expect(Object.keys(TABLE).sort()).toEqual([...PERMISSIONS].sort());
  });

  it.each(Object.entries(TABLE))('%s belongs to %s', (permission, letters) => {
    const having = Object.keys(ACTORS).filter((letter) =>
      may(ACTORS[letter]!, permission as Permission, { teamId: TEAM }),
    );
    expect(having.join('')).toBe([...letters].join(''));
  });

  it.each(PERMISSIONS)('%s: nothing for who is not signed in, nor in the name of another team', (permission) => {
    expect(may('anonymous', permission, { teamId: TEAM })).toBe(false);
    const owner = actor('member', 'owner', 'provider', 'team-2');
    expect(may(owner, permission, { teamId: TEAM })).toBe(permission === 'team.create');
    expect(may(owner, permission)).toBe(permission === 'team.create');
  });

  it.each(PERMISSIONS)('%s: an auditor gains nothing by a team that he owns', (permission) => {
    const resource = { teamId: TEAM };
    expect(may(actor('auditor', 'owner'), permission, resource)).toBe(may(actor('auditor'), permission, resource));
  });

  it('lets an admin issue a key for a team of his own', () => {
    expect(may(actor('admin', 'member', 'personal'), 'credential.issue', { teamId: TEAM })).toBe(true);
    expect(may(actor('admin'), 'credential.issue', { teamId: TEAM })).toBe(false);
  });

  it('never lets a personal or developer team own services', () => {
    for (const kind of TEAM_KINDS)
      for (const role of TEAM_ROLES)
        expect(may(actor('member', role, kind), 'service.create', { teamId: TEAM })).toBe(
          kind === 'provider' && role !== 'viewer',
        );
  });
});

describe('maySeeService', () => {
  const service = { teamId: TEAM, grantedTeamIds: ['team-9'] };
  const granted = actor('member', 'viewer', 'personal', 'team-9');
  const stranger = actor('member', 'owner', 'provider', 'team-2');
  it.each([
    ['public', 'anonymous', true],
    ['internal', 'anonymous', false],
    ['private', 'anonymous', false],
    ['internal', stranger, true],
    ['private', stranger, false],
    ['private', granted, true],
    ['private', actor('member', 'viewer'), true],
    ['private', actor('auditor'), true],
    ['private', actor('admin'), true],
  ] as const)('a %s service, %j: %s', (visibility, who, seen) => {
    expect(maySeeService(who, { ...service, visibility })).toBe(seen);
  });
});
