import { entryValues, recordSql } from '../audit/audit-entries.sql.js';
import type { AuditRecord } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import type { ScopeName } from '#gateway';
import { changeAndWishSql, wishSql } from '../gateway-sync/sync-wishes.sql.js';

/** An audit entry, and a wish to all gateways. */
export interface KeyRecord {
  caller: Caller;
  entry: AuditRecord;
  scope: ScopeName;
  priority: 0 | 1;
}

const RECORD = recordSql(6);

/** The number of the first parameter that `recordValues` leave to others. */
export const FIRST_OF_CHANGE = 11;

export const KEY_RECORD_SQL = wishSql(RECORD);

/** A change of one key and what it leaves behind, in one statement: somebody waits for it with a key in the hand. */
export const changeAndRecordSql = (change: string): string => changeAndWishSql(change, RECORD);

export function recordValues({ caller, entry, scope, priority }: KeyRecord): unknown[] {
  return [[scope], null, priority, false, null, ...entryValues(caller, [entry])];
}
