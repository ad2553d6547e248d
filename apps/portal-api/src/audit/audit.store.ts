import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { Database, type Tx } from '../database/database.js';
import { rowsOf, type SqlTx } from '../database/statement.js';
import { entryValues, recordSql } from './audit-entries.sql.js';

export interface AuditRecord {
  /** `service.created` */
  action: string;
  subjectKind: string;
  subjectId: string;
  /** the team that it concerns */
  teamId: string | null;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

const RECORD = { name: 'audit_record', text: recordSql(1) };

/** The audit log. Entries are written in the transaction of the change itself and never touched again. */
@Injectable()
export class AuditStore {
  constructor(private readonly database: Database) {}

  async record(tx: Tx | SqlTx, caller: Caller, record: AuditRecord): Promise<void> {
    await this.recordAll(tx, caller, [record]);
  }

  /** One entry each, in one statement. */
  async recordAll(tx: Tx | SqlTx, caller: Caller, records: AuditRecord[]): Promise<void> {
    if (records.length === 0) return;
    await rowsOf(tx, RECORD, entryValues(caller, records));
  }

  /** The newest entries first, older than `beforeId`. */
  async page(filter: { subjectKind?: string; subjectId?: string }, beforeId: bigint | null, take: number) {
    return this.database.prisma.auditEntry.findMany({
      where: { ...filter, ...(beforeId === null ? {} : { id: { lt: beforeId } }) },
      orderBy: { id: 'desc' },
      take,
    });
  }
}
