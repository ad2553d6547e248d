import { Injectable } from '@nestjs/common';
import type { UpdateTeamRequest } from '#contract';
import { Fault, may } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { requireRevision } from '../http/etag.js';
import { TeamAccess } from './team-access.js';
import { type TeamRow, TeamsStore } from './teams.store.js';

@Injectable()
export class UpdateTeam {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly teams: TeamsStore,
    private readonly access: TeamAccess,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, teamId: string, revision: number, input: UpdateTeamRequest): Promise<void> {
    await this.access.requireManage(caller, teamId);
    if (input.kind !== undefined && !may(caller.actor, 'team.set_kind'))
      throw new Fault('request.forbidden', 'Only an admin may change the kind of a team.');
    await this.unit.write(async (tx) => {
      const team = await this.teams.lock(tx, teamId);
      requireRevision(team.revision, revision);
      await this.requireKind(tx, team, input.kind ?? team.kind);
      const after = { name: input.name ?? team.name, kind: input.kind ?? team.kind };
      await this.teams.update(tx, teamId, after);
      const before = { name: team.name, kind: team.kind };
      const subject = { subjectKind: 'team', subjectId: teamId, teamId };
      await this.audit.record(tx, caller, { action: 'team.updated', ...subject, before, after });
    });
  }

  private async requireKind(tx: Tx, team: TeamRow, kind: TeamRow['kind']): Promise<void> {
    if (kind === team.kind) return;
    if (team.kind === 'personal')
      throw new Fault('team.personal', 'A personal team stays personal. Create another team for it.');
    if (team.kind === 'provider' && (await this.teams.ownsServices(tx, team.id)))
      throw new Fault('team.owns_services', 'This team owns services, so it stays a provider team.');
  }
}
