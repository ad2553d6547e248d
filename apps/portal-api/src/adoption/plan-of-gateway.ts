import { Injectable } from '@nestjs/common';
import type { AdoptionPlan } from './adoption-plan.js';
import type { AdoptionOptions, AdoptionRow } from './adoption.store.js';
import { CatalogueFactsStore } from './catalogue-facts.store.js';
import { planAdoption } from './plan-adoption.js';
import { ReadGateway } from './read-gateway.js';

/** Reads the gateway and the catalogue anew and says what an adoption makes of them. */
@Injectable()
export class PlanOfGateway {
  constructor(
    private readonly readGateway: ReadGateway,
    private readonly facts: CatalogueFactsStore,
  ) {}

  async run(
    { id, gatewayId }: AdoptionRow,
    { applicationTeamId, services }: AdoptionOptions,
  ): Promise<{ plan: AdoptionPlan; fingerprint: string }> {
    const { found, fingerprint } = await this.readGateway.run(gatewayId, id);
    const facts = await this.facts.read(id, gatewayId, found, applicationTeamId);
    return { plan: planAdoption(id, found, facts, services ? new Set(services) : null), fingerprint };
  }
}
