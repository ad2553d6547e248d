import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import type { SqlTx } from '../database/statement.js';
import type { CredentialRow } from './credentials.store.js';
import { KeyRecordsStore } from './key-records.store.js';

/** What every change of a key leaves behind in its transaction: an audit entry without secrets, and a wish. */
@Injectable()
export class RecordKey {
  constructor(private readonly records: KeyRecordsStore) {}

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
    const entry = {
      action,
      subjectKind: 'credential',
      subjectId: key.id,
      teamId,
      ...(action === 'credential.issued' ? { after: shown } : { before: shown }),
    };
    await this.records.write(
      tx,
      caller,
      entry,
      `application:${applicationId}`,
      action === 'credential.revoked' ? 0 : 1,
    );
  }
}
