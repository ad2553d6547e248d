import { Injectable } from '@nestjs/common';
import type { PageQuery, TeamDetailDto, TeamPageDto } from '#contract';
import { may, notFound } from '#domain';
import { type Caller, signedIn } from '../auth/caller.js';
import { limitOf, readIdCursor, toPage } from '../http/cursor.js';
import { toTeamDto } from './team-dto.js';
import { TeamsStore } from './teams.store.js';

@Injectable()
export class TeamsReader {
  constructor(private readonly teams: TeamsStore) {}

  /** The caller's own teams; for auditors and admins all of them. */
  async page(caller: Caller, query: PageQuery): Promise<TeamPageDto> {
    const { userId } = signedIn(caller);
    const limit = limitOf(query);
    const ofUser = may(caller.actor, 'team.read_all') ? null : userId;
    const rows = await this.teams.page(ofUser, readIdCursor(query), limit + 1);
    return toPage(rows, limit, ({ id }) => [id], toTeamDto);
  }

  async one(caller: Caller, teamId: string): Promise<TeamDetailDto> {
    const team = may(caller.actor, 'team.read', { teamId }) ? await this.teams.find(teamId) : null;
    if (team === null) throw notFound('team');
    return { ...toTeamDto(team), revision: team.revision, members: team.members };
  }
}
