import { Injectable } from '@nestjs/common';
import type { DecideDriftRequest, DriftAction } from '#contract';
import { invalidField } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ResendDrift } from '../gateway-sync/sweep/resend-drift.js';
import { AdoptDrift } from './adopt-drift.js';
import { DriftReader } from './drift.reader.js';
import { type DriftRow, DriftStore } from './drift.store.js';
import { requireAsSeen } from './require-as-seen.js';

/** The audit log names so many of the objects that were decided about. */
const NAMED_OBJECTS = 50;

/** What a person says about drift, of what that person has seen. Findings that are gone meanwhile are passed over. */
@Injectable()
export class DecideDrift {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly reader: DriftReader,
    private readonly store: DriftStore,
    private readonly resend: ResendDrift,
    private readonly adopt: AdoptDrift,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, gatewayId: string, { action, objects: seen }: DecideDriftRequest): Promise<void> {
    const driver = await this.reader.driver(gatewayId);
    if (action === 'adopt') {
      if (seen === undefined) throw invalidField('objects', 'Name the objects that the catalogue should take over.');
      return this.adopt.run(caller, gatewayId, driver, seen);
    }
    const ids = seen?.map(({ objectId }) => objectId) ?? null;
    const ignored = action === 'unignore';
    await this.unit.write(async (tx) => {
      if (seen !== undefined && ids !== null) requireAsSeen(await this.store.hold(tx, gatewayId, ids), seen);
      const found = await this.store.findings({ gatewayId, ignored, after: null, ids, limit: NAMED_OBJECTS });
      const objects = await this.carryOut(tx, caller, gatewayId, action, ids);
      if (objects === 0) return;
      await this.audit.record(tx, caller, {
        action: `drift.${PAST[action]}`,
        subjectKind: 'gateway',
        subjectId: gatewayId,
        teamId: null,
        before: { found: found.map(asAudited) },
        after: { objects },
      });
    });
  }

  private carryOut(
    tx: Tx,
    caller: Caller,
    gatewayId: string,
    action: Exclude<DriftAction, 'adopt'>,
    ids: string[] | null,
  ): Promise<number> {
    if (action === 'overwrite') return this.resend.run(tx, gatewayId, ids);
    return this.store.setIgnored(tx, gatewayId, ids, signedIn(caller).userId, action === 'ignore');
  }
}

const PAST = { overwrite: 'overwritten', ignore: 'ignored', unignore: 'unignored' };

function asAudited({ kind, objectId, name, finding, fields }: DriftRow): Record<string, unknown> {
  return { kind, objectId, name, finding, fields };
}
