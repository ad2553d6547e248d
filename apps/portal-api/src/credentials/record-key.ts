import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import type { SqlTx } from '../database/statement.js';
import type { CredentialRow } from './credentials.store.js';
import type { KeyRecord } from './key-records.sql.js';
import { KeyRecordsStore } from './key-records.store.js';

type KeyAction = 'credential.issued' | 'credential.revoked';

/** For changes of keys that are statements of their own. */
@Injectable()
export class RecordKey {
  constructor(private readonly records: KeyRecordsStore) {}

  async run(tx: SqlTx, caller: Caller, action: KeyAction, teamId: string, key: CredentialRow): Promise<void> {
    await this.records.write(tx, keyRecord(caller, action, teamId, key));
  }
}

/** What every change of a key leaves behind in its transaction: an audit entry without secrets, and a wish. */
export function keyRecord(caller: Caller, action: KeyAction, teamId: string, key: CredentialRow): KeyRecord {
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
  return { caller, entry, scope: `application:${applicationId}`, priority: action === 'credential.revoked' ? 0 : 1 };
}
