import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import type { SqlTx } from '../database/statement.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import type { CredentialRow } from './credentials.store.js';

/** What every change of a key leaves behind in its transaction: an audit entry without secrets, and a wish. */
@Injectable()
export class RecordKey {
  constructor(
    private readonly audit: AuditStore,
    private readonly syncWishes: SyncWishesStore,
  ) {}

  async run(
    tx: SqlTx,
    caller: Caller,
    action: 'credential.issued' | 'credential.revoked',
    teamId: string,
    key: CredentialRow,
  ): Promise<void> {
    const { applicationId, environment, name, prefix, lastFour, expiresAt } = key;
    const shown = {
      applicationId,
      environment: environment.slug,
      name,
      prefix,
      lastFour,
      expiresAt: expiresAt?.toISOString() ?? null,
    };
    await this.audit.record(tx, caller, {
      action,
      subjectKind: 'credential',
      subjectId: key.id,
      teamId,
      ...(action === 'credential.issued' ? { after: shown } : { before: shown }),
    });
    const priority = action === 'credential.revoked' ? 0 : 1;
    await this.syncWishes.wish(tx, [`application:${applicationId}`], null, { priority });
  }
}
