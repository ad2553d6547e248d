import { Injectable } from '@nestjs/common';
import { GatewayFault, TooManySubscriptions } from '#gateway';
import { AuditStore } from '../audit/audit.store.js';
import { SYSTEM } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AdoptionStore, type StoredPreview } from './adoption.store.js';
import { CatalogueFactsStore } from './catalogue-facts.store.js';
import { FailAdoption } from './fail-adoption.js';
import { planAdoption } from './plan-adoption.js';
import { ReadGateway } from './read-gateway.js';
import { toPreview } from './to-preview.js';

/** Reads a gateway and writes down what would become what. Nothing is changed anywhere. */
@Injectable()
export class PreviewAdoption {
  constructor(
    private readonly store: AdoptionStore,
    private readonly readGateway: ReadGateway,
    private readonly facts: CatalogueFactsStore,
    private readonly unit: UnitOfWork,
    private readonly audit: AuditStore,
    private readonly fail: FailAdoption,
  ) {}

  async run(adoptionId: string): Promise<void> {
    const adoption = await this.store.byId(adoptionId);
    if (adoption?.state !== 'reading') return;
    try {
      const { preview, fingerprint } = await this.read(adoptionId, adoption.gatewayId);
      await this.unit.write(async (tx) => {
        await this.store.savePreview(tx, adoptionId, preview, fingerprint);
        const { servicesTotal, applicationsTotal, keysTotal, notAdoptedTotal } = preview.shown;
        await this.audit.record(tx, SYSTEM, {
          action: 'adoption.previewed',
          subjectKind: 'adoption',
          subjectId: adoptionId,
          teamId: null,
          after: { gatewayId: adoption.gatewayId, servicesTotal, applicationsTotal, keysTotal, notAdoptedTotal },
        });
      });
    } catch (error) {
      if (!(error instanceof GatewayFault || error instanceof TooManySubscriptions)) throw error;
      await this.fail.run(adoption, error.message);
    }
  }

  private async read(adoptionId: string, gatewayId: string): Promise<{ preview: StoredPreview; fingerprint: string }> {
    const { found, fingerprint } = await this.readGateway.run(gatewayId, adoptionId);
    const facts = await this.facts.read(adoptionId, gatewayId, found, null);
    return { preview: toPreview(planAdoption(adoptionId, found, facts, null)), fingerprint };
  }
}
