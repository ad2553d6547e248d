import { Injectable } from '@nestjs/common';
import type { GatewayFault } from '#gateway';
import { AuditStore } from '../audit/audit.store.js';
import { SYSTEM } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { OpenGateway } from './gateway-drivers.js';
import { type CheckFinding, OutagesStore, type RecordedCheck } from './outages.store.js';

/** Writes down that a gateway is away or well again, and says each once, however often it is noticed. */
@Injectable()
export class NoteOutages {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly outages: OutagesStore,
    private readonly audit: AuditStore,
  ) {}

  /** A push was ended by a fault of the whole gateway. */
  async away({ id, revision }: OpenGateway, fault: GatewayFault): Promise<void> {
    const refusedRevision = fault.kind === 'unauthorized' ? revision : null;
    await this.unit.write(async (tx) => {
      if (await this.outages.recordAway(tx, id, fault.message, refusedRevision))
        await this.tell(tx, id, 'away', fault.message);
    });
  }

  async checked(tx: Tx, id: string, found: CheckFinding): Promise<RecordedCheck> {
    const recorded = await this.outages.recordCheck(tx, id, found);
    if (recorded.news !== null) await this.tell(tx, id, recorded.news, found.error);
    return recorded;
  }

  /** A push came to its end without such a fault. */
  async written({ id, refused }: OpenGateway): Promise<void> {
    if (!refused) return;
    await this.unit.write(async (tx) => {
      if (await this.outages.recordWritten(tx, id)) await this.tell(tx, id, 'back', null);
    });
  }

  private async tell(tx: Tx, id: string, news: 'away' | 'back', because: string | null): Promise<void> {
    await this.audit.record(tx, SYSTEM, {
      action: `gateway.${news}`,
      subjectKind: 'gateway',
      subjectId: id,
      teamId: null,
      ...(because === null ? {} : { after: { because } }),
    });
  }
}
