import { type Actor, may } from '#domain';

/** What of a caller decides which services a list shows. */
export interface Viewer {
  signedIn: boolean;
  /** An admin or auditor. */
  seesAll: boolean;
  teamIds: string[];
  providerTeamIds: string[];
}

export function viewerOf(actor: Actor): Viewer {
  if (actor === 'anonymous') return { signedIn: false, seesAll: false, teamIds: [], providerTeamIds: [] };
  return {
    signedIn: true,
    seesAll: may(actor, 'service.read_private'),
    teamIds: actor.memberships.map(({ teamId }) => teamId),
    providerTeamIds: actor.memberships.filter(({ teamKind }) => teamKind === 'provider').map(({ teamId }) => teamId),
  };
}
