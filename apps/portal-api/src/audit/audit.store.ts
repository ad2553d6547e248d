import { Injectable } from '@nestjs/common';
import { Prisma } from '#prisma';
import type { Caller } from '../auth/caller.js';
import { Database, type Tx } from '../database/database.js';

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

/** The audit log. Entries are written in the transaction of the change itself and never touched again. */
@Injectable()
export class AuditStore {
  constructor(private readonly database: Database) {}

  async record(tx: Tx, caller: Caller, record: AuditRecord): Promise<void> {
    await this.recordAll(tx, caller, [record]);
  }

  /** One entry each, in one statement. */
  async recordAll(tx: Tx, caller: Caller, records: AuditRecord[]): Promise<void> {
    if (records.length > 0) await tx.auditEntry.createMany({ data: records.map((record) => toRow(caller, record)) });
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

function toRow(caller: Caller, { before, after, ...record }: AuditRecord): Prisma.AuditEntryCreateManyInput {
  return {
    ...record,
    actorId: caller.actor === 'anonymous' ? null : caller.actor.userId,
    actorLabel: caller.label,
    ip: caller.ip,
    requestId: caller.requestId,
    before: (before as Prisma.InputJsonObject | undefined) ?? Prisma.DbNull,
    after: (after as Prisma.InputJsonObject | undefined) ?? Prisma.DbNull,
  };
}
