import { Injectable } from '@nestjs/common';
import type { ScopeName } from '#gateway';
import { entryValues, recordSql } from '../audit/audit-entries.sql.js';
import type { AuditRecord } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { rowsOf, type SqlTx } from '../database/statement.js';
import { wishSql } from '../gateway-sync/sync-wishes.sql.js';

const WRITE = { name: 'key_record', text: wishSql(recordSql(6)) };

@Injectable()
export class KeyRecordsStore {
  /** An audit entry and a wish to all gateways, in one statement: somebody waits for it with a key in the hand. */
  async write(tx: SqlTx, caller: Caller, entry: AuditRecord, scope: ScopeName, priority: 0 | 1): Promise<void> {
    await rowsOf(tx, WRITE, [[scope], null, priority, false, null, ...entryValues(caller, [entry])]);
  }
}
