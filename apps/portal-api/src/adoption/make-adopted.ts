import { Injectable } from '@nestjs/common';
import type { ScopeName } from '#gateway';
import { readKept } from '#openapi';
import type { AuditRecord } from '../audit/audit.store.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { compressDocument } from '../readers/compress-document.js';
import { DocumentStore } from '../specs/document.store.js';
import { BasePathStore } from '../versions/base-path.store.js';
import { AdoptedAccessStore } from './adopted-access.store.js';
import { AdoptedCatalogueStore, type MadeFor } from './adopted-catalogue.store.js';
import { adoptedDocument } from './adopted-document.js';
import type { AdoptionPlan, PlannedApplication, PlannedService } from './adoption-plan.js';
import { auditApplications, auditRevoked, auditServices } from './audit-adopted.js';

/** So many are made in one transaction. */
const SERVICES_AT_ONCE = 20;
const APPLICATIONS_AT_ONCE = 200;

/** Nobody waits for one of them with a key in the hand: all of them work already. */
const ONE_OF_MANY = { priority: 2 } as const;

/** Runs in each transaction that makes something, with what was made. */
export type NoteMade = (tx: Tx, made: AuditRecord[]) => Promise<void>;

/** Makes services, versions, plans, applications, keys and subscriptions, and wishes them onto the gateway. */
@Injectable()
export class MakeAdopted {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly catalogue: AdoptedCatalogueStore,
    private readonly access: AdoptedAccessStore,
    private readonly basePaths: BasePathStore,
    private readonly documents: DocumentStore,
    private readonly wishes: SyncWishesStore,
  ) {}

  async run(plan: AdoptionPlan, made: MadeFor, note: NoteMade): Promise<void> {
    const keys = plan.applications.flatMap(({ credentials }) => credentials.map(({ id }) => id));
    await this.unit.write(async (tx) => {
      await this.catalogue.noteKeys(tx, made.adoptionId, keys);
      await this.access.forgetVanished(tx, made.adoptionId, plan.applications);
      const applicationIds = await this.catalogue.revokeVanished(tx, made.adoptionId, keys, made.now);
      const scopes = applicationIds.map((id): ScopeName => `application:${id}`);
      await this.wishes.wish(tx, scopes, null, { priority: 0 });
      if (applicationIds.length > 0) await note(tx, [auditRevoked(applicationIds, made)]);
    });
    for (const services of inParts(plan.services, SERVICES_AT_ONCE)) await this.makeServices(services, made, note);
    for (const applications of inParts(plan.applications, APPLICATIONS_AT_ONCE))
      await this.makeApplications(applications, made, note);
  }

  private async makeServices(services: PlannedService[], made: MadeFor, note: NoteMade) {
    const hashes = new Map<string, string>();
    for (const service of services)
      for (const version of service.versions)
        hashes.set(version.id, await this.store(adoptedDocument(service, version)));
    const versions = services.flatMap((service) => service.versions);
    await this.unit.write(async (tx) => {
      await this.basePaths.lock(tx);
      for (const { id, basePath, hosts } of versions)
        await this.basePaths.requireFree(tx, { versionId: id, basePath, hosts });
      const ids = await this.catalogue.services(tx, services, hashes, made);
      const scopes = versions.map(({ id }): ScopeName => `version:${id}`);
      await this.wishes.wish(tx, scopes, [made.gatewayId], ONE_OF_MANY);
      await note(tx, auditServices(services, ids, made));
    });
  }

  /** It has no operations, so there is no more to write of it; gives its hash. */
  private async store(document: Uint8Array): Promise<string> {
    const reading = readKept(document);
    if (!(await this.documents.keep(reading.sha256)))
      await this.documents.store(reading, await compressDocument(document));
    return reading.sha256;
  }

  private async makeApplications(applications: PlannedApplication[], made: MadeFor, note: NoteMade): Promise<void> {
    await this.unit.write(async (tx) => {
      const ids = await this.catalogue.applications(tx, applications, made);
      await this.access.record(tx, applications, made);
      const scopes = applications.map(({ id }): ScopeName => `application:${id}`);
      await this.wishes.wish(tx, scopes, null, ONE_OF_MANY);
      await note(tx, auditApplications(applications, ids, made));
    });
  }
}

function inParts<Item>(items: Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
