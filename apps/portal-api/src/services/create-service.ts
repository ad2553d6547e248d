import { Injectable } from '@nestjs/common';
import type { CreateServiceRequest, ServiceDto } from '#contract';
import { chooseSlug, Fault, may, notFound } from '#domain';
import { uuid } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { toServiceDto } from './service-dto.js';
import { ServiceStore } from './service.store.js';

@Injectable()
export class CreateService {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly store: ServiceStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, input: CreateServiceRequest): Promise<ServiceDto> {
    requireTeamKnownTo(caller, input.ownerTeamId);
    const service = {
      id: uuid(),
      slug: chooseSlug(input.slug, input.name),
      name: input.name,
      summary: input.summary ?? '',
      description: input.description ?? '',
      ownerTeamId: input.ownerTeamId,
      visibility: input.visibility ?? ('public' as const),
      exposure: input.exposure ?? ('external' as const),
    };
    return this.unit.create(caller, async (tx) => {
      const team = await this.store.ownerTeam(tx, input.ownerTeamId);
      if (team === null) throw notFound('team');
      if (team.kind !== 'provider')
        throw new Fault('team.not_provider', 'Only a provider team owns services. An admin can make the team one.');
      if (!may(caller.actor, 'service.create', { teamId: input.ownerTeamId }))
        throw new Fault('request.forbidden', 'Your role in this team does not allow this.');
      const written = await this.store.insert(tx, service);
      await this.audit.record(tx, caller, {
        action: 'service.created',
        subjectKind: 'service',
        subjectId: service.id,
        teamId: service.ownerTeamId,
        after: { ...service },
      });
      const row = { ...service, ...written, ownerSlug: team.slug, ownerName: team.name };
      return toServiceDto(row, [], { subscribed: false, editable: true });
    });
  }
}

/** A team that the caller has nothing to do with is answered like one that does not exist. */
function requireTeamKnownTo(caller: Caller, teamId: string): void {
  const actor = signedIn(caller);
  const member = actor.memberships.some((membership) => membership.teamId === teamId);
  if (!member && !may(actor, 'team.read', { teamId })) throw notFound('team');
}
