import { Fault, may, notFound } from '#domain';
import type { Caller } from '../auth/caller.js';

/** What the caller may not see is not there for them; what they see but may not manage is refused as such. */
export function requireManage(caller: Caller, teamId: string): void {
  if (!may(caller.actor, 'team.read', { teamId })) throw notFound('team');
  if (!may(caller.actor, 'team.manage', { teamId }))
    throw new Fault('request.forbidden', 'Only an owner of the team may do this.');
}
