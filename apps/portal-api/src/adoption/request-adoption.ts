import { Inject, Injectable } from '@nestjs/common';
import type { AdoptionDto, ApplyAdoptionRequest } from '#contract';
import { Fault, invalidField } from '#domain';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AdoptionJobsStore } from './adoption-jobs.store.js';
import { AdoptionStore, type ShownAdoption } from './adoption.store.js';
import { AdoptionTeamsStore } from './adoption-teams.store.js';
import { AdoptionsReader } from './adoptions.reader.js';

/** Has an adoption carried out as its preview showed it, or one that has failed carried on. */
@Injectable()
export class RequestAdoption {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly store: AdoptionStore,
    private readonly teams: AdoptionTeamsStore,
    private readonly jobs: AdoptionJobsStore,
    private readonly reader: AdoptionsReader,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, gatewayId: string, id: string, input: ApplyAdoptionRequest): Promise<AdoptionDto> {
    const adoption = await this.reader.found(gatewayId, id);
    const teams = await this.teams.find(input.serviceTeam, input.applicationTeam);
    requireWarningsAccepted(adoption, input);
    await this.unit.write(async (tx) => {
      await this.store.lockGateway(tx, gatewayId);
      await this.requireAlone(tx, gatewayId, id);
      const isResumed = adoption.removed > 0;
      const moved = await this.store.move(tx, id, ['previewed', 'failed'], isResumed ? 'switching' : 'applying');
      if (!moved) throw new Fault('adoption.not_ready', `This adoption is ${adoption.state}. It cannot be begun now.`);
      const options = isResumed
        ? { switchingSince: this.clock.now().toISOString() }
        : { ...teams, services: input.services ?? null };
      await this.store.mergeOptions(tx, id, { ...options, failingSince: null });
      await this.jobs.enqueue(tx, isResumed ? 'switch-adoption' : 'apply-adoption', id);
      await this.audit.record(tx, caller, {
        action: 'adoption.requested',
        subjectKind: 'adoption',
        subjectId: id,
        teamId: teams.serviceTeamId,
        after: { gatewayId, serviceTeam: input.serviceTeam, applicationTeam: input.applicationTeam },
      });
    });
    return this.reader.one(gatewayId, id);
  }

  private async requireAlone(tx: Tx, gatewayId: string, id: string): Promise<void> {
    if ((await this.store.running(tx, gatewayId, ['applying', 'switching'], id)) === null) return;
    throw new Fault('adoption.running', 'Another adoption of this gateway is under way. Wait until it has ended.');
  }
}

/** What will be otherwise is accepted by somebody who was told, or not done. */
function requireWarningsAccepted(
  { preview, state }: ShownAdoption,
  { services, acceptWarnings }: ApplyAdoptionRequest,
) {
  if (preview === null)
    throw new Fault('adoption.not_ready', `This adoption is ${state}. Nothing was found that it could take over.`);
  const known = new Set(preview.serviceKeys);
  const unknown = (services ?? []).find((key) => !known.has(key));
  if (unknown !== undefined) throw invalidField('services', `The preview has no service ${unknown.slice(0, 64)}.`);
  if (services?.length === 0 || known.size === 0) throw invalidField('services', 'Choose at least one service.');
  const chosen = services === undefined ? known : new Set(services);
  const warned = preview.warnedKeys.filter((key) => chosen.has(key));
  if (warned.length === 0 || acceptWarnings === true) return;
  const reasons = preview.shown.services.filter(({ key }) => warned.includes(key)).flatMap(({ warnings }) => warnings);
  const message = `Accept what will be otherwise than today for ${warned.length} of the services, or leave them out.`;
  throw new Fault('adoption.warnings', message, {
    fields: [...new Set(reasons)].slice(0, 20).map((reason) => ({ field: 'acceptWarnings', message: reason })),
  });
}
