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

/** The audit log names so many of the objects that were decided about. */
const NAMED_OBJECTS = 50;

/** What a person says about drift. Findings that are gone meanwhile are passed over. */
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

  async run(caller: Caller, gatewayId: string, { action, objectIds }: DecideDriftRequest): Promise<void> {
    const driver = await this.reader.driver(gatewayId);
    if (action === 'adopt') {
      if (objectIds === undefined)
        throw invalidField('objectIds', 'Name the objects that the catalogue should take over.');
      return this.adopt.run(caller, gatewayId, driver, objectIds);
    }
    const ids = objectIds ?? null;
    const ignored = action === 'unignore';
    await this.unit.write(async (tx) => {
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
