import { Injectable } from '@nestjs/common';
import type { CreateTeamRequest, TeamDto } from '#contract';
import { chooseSlug, Fault, may } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { toTeamDto } from './team-dto.js';
import { TeamsStore } from './teams.store.js';

@Injectable()
export class CreateTeam {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly teams: TeamsStore,
    private readonly audit: AuditStore,
  ) {}

  /** Whoever makes a team is its first owner. */
  async run(caller: Caller, { name, slug: wished, kind = 'developer' }: CreateTeamRequest): Promise<TeamDto> {
    const { userId } = signedIn(caller);
    if (kind === 'provider' && !may(caller.actor, 'team.set_kind'))
      throw new Fault('request.forbidden', 'Only an admin may make a provider team.');
    const slug = chooseSlug(wished, name);
    return this.unit.create(caller, async (tx) => {
      const team = await this.teams.create(tx, { slug, name, kind }, userId);
      const after = { slug, name, kind };
      const subject = { subjectKind: 'team', subjectId: team.id, teamId: team.id };
      await this.audit.record(tx, caller, { action: 'team.created', ...subject, after });
      return toTeamDto(team);
    });
  }
}
