import { Injectable } from '@nestjs/common';
import type { ApplicationDto, CreateApplicationRequest } from '#contract';
import { type Actor, Fault, may, notFound, parseName } from '#domain';
import { uuid } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { nameTaken } from './name-taken.js';
import { ApplicationsStore } from './applications.store.js';
import { toApplicationDto } from './to-application-dto.js';

/** A team has at most this many applications that are not archived. */
export const MAX_APPLICATIONS_PER_TEAM = 50;

@Injectable()
export class CreateApplication {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly applications: ApplicationsStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, request: CreateApplicationRequest): Promise<ApplicationDto> {
    const actor = signedIn(caller);
    const teamId = request.teamId ?? personalTeamOf(actor);
    if (!may(actor, 'team.read', { teamId })) throw notFound('team');
    if (!may(actor, 'application.create', { teamId }))
      throw new Fault('request.forbidden', 'Your role in this team does not allow creating applications.');
    const name = parseName(request.name);
    const description = request.description ?? '';
    return this.unit.create(caller, async (tx) => {
      if (!(await this.applications.lockTeam(tx, teamId))) throw notFound('team');
      if ((await this.applications.count(tx, teamId)) >= MAX_APPLICATIONS_PER_TEAM)
        throw new Fault(
          'application.limit_reached',
          `A team has at most ${MAX_APPLICATIONS_PER_TEAM} applications. Delete one that is no longer used.`,
        );
      if (await this.applications.isNameTaken(tx, teamId, name)) throw nameTaken(name);
      const row = await this.applications.insert(tx, { id: uuid(), teamId, name, description });
      await this.audit.record(tx, caller, {
        action: 'application.created',
        subjectKind: 'application',
        subjectId: row.id,
        teamId,
        after: { name, description },
      });
      return toApplicationDto(actor, row);
    });
  }
}

function personalTeamOf(actor: Exclude<Actor, 'anonymous'>): string {
  const personal = actor.memberships.find(({ teamKind }) => teamKind === 'personal');
  if (personal === undefined) throw new Fault('request.invalid', 'You have no personal team. Name the team in teamId.');
  return personal.teamId;
}
