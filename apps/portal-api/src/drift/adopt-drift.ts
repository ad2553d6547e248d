import { Injectable } from '@nestjs/common';
import type { SeenDriftDto, UpdateVersionRequest } from '#contract';
import { Fault } from '#domain';
import type { GatewayDriver } from '#gateway';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { UpdateVersion } from '../versions/update-version.js';
import { type Adoptability, adoptabilityOf } from './adoptability.js';
import { type DriftRow, DriftStore } from './drift.store.js';
import { requireAsSeen } from './require-as-seen.js';

type AdoptedFinding = { row: DriftRow } & Exclude<Adoptability, { refused: string }>;

/** Lets the catalogue say what stands on a gateway, by the rules by which a person would change the version. */
@Injectable()
export class AdoptDrift {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly store: DriftStore,
    private readonly updateVersion: UpdateVersion,
    private readonly audit: AuditStore,
  ) {}

  /** All of the named objects as they were seen, or none where one of them cannot be taken over. */
  async run(caller: Caller, gatewayId: string, driver: GatewayDriver, seen: SeenDriftDto[]): Promise<void> {
    const objectIds = seen.map(({ objectId }) => objectId);
    const query = { gatewayId, ignored: false, after: null, ids: objectIds, limit: objectIds.length };
    const rows = await this.store.findings(query);
    requireAsSeen(rows, seen);
    const found = rows.map((row) => ({ row, ...adoptabilityOf(row, driver) }));
    const refused = found.flatMap(({ row, ...answer }) =>
      'refused' in answer
        ? [{ field: `objects.${objectIds.indexOf(row.objectId)}`, message: `${row.name}: ${answer.refused}` }]
        : [],
    );
    if (refused[0] !== undefined) throw new Fault('drift.not_adoptable', refused[0].message, { fields: refused });
    const adopted = found.flatMap((one) => ('change' in one ? [one] : []));
    const byVersion = new Map<string, AdoptedFinding[]>();
    for (const one of adopted) byVersion.set(one.row.scope, [...(byVersion.get(one.row.scope) ?? []), one]);
    for (const ofVersion of byVersion.values()) await this.adopt(caller, gatewayId, ofVersion);
  }

  private async adopt(caller: Caller, gatewayId: string, found: AdoptedFinding[]): Promise<void> {
    const { serviceSlug, name, revision } = found[0]!.version;
    const change = Object.assign({}, ...found.map((one) => one.change)) as UpdateVersionRequest;
    await this.updateVersion.run(caller, serviceSlug, name, revision, change);
    await this.unit.write(async (tx) => {
      for (const { row } of found) await this.store.forget(tx, gatewayId, row);
      await this.audit.record(tx, caller, {
        action: 'drift.adopted',
        subjectKind: 'gateway',
        subjectId: gatewayId,
        teamId: null,
        before: { found: found.map(({ row: { kind, objectId, fields } }) => ({ kind, objectId, fields })) },
        after: { service: serviceSlug, version: name, ...change },
      });
    });
  }
}
