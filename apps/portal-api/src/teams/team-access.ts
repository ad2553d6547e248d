import { Injectable } from '@nestjs/common';
import { Fault, may, notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import { TeamsStore } from './teams.store.js';

@Injectable()
export class TeamAccess {
  constructor(private readonly teams: TeamsStore) {}

  async requireRead(caller: Caller, teamId: string): Promise<void> {
    if (!may(caller.actor, 'team.read', { teamId }) || !(await this.teams.exists(teamId))) throw notFound('team');
  }

  /** What the caller may not see is not there for them; what they see but may not manage is refused as such. */
  async requireManage(caller: Caller, teamId: string): Promise<void> {
    await this.requireRead(caller, teamId);
    if (!may(caller.actor, 'team.manage', { teamId }))
      throw new Fault('request.forbidden', 'Only an owner of the team may do this.');
  }
}
