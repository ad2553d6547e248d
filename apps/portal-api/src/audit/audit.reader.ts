import { Injectable } from '@nestjs/common';
import type { AuditPageDto, AuditQuery } from '#contract';
import { foreignCursor, limitOf, readCursor, toPage } from '../http/cursor.js';
import { AuditStore } from './audit.store.js';

/** Every number with so few digits is a bigint of PostgreSQL. */
const ENTRY_ID = /^\d{1,18}$/;

@Injectable()
export class AuditReader {
  constructor(private readonly audit: AuditStore) {}

  async page({ subjectKind, subjectId, ...query }: AuditQuery): Promise<AuditPageDto> {
    const limit = limitOf(query);
    const [before] = readCursor(query, 1) ?? [];
    if (before !== undefined && !ENTRY_ID.test(before)) throw foreignCursor();
    const beforeId = before === undefined ? null : BigInt(before);
    const rows = await this.audit.page({ subjectKind, subjectId }, beforeId, limit + 1);
    return toPage(
      rows,
      limit,
      ({ id }) => [String(id)],
      (row) => ({
        id: String(row.id),
        at: row.at.toISOString(),
        actor: row.actorLabel,
        ip: row.ip,
        action: row.action,
        subjectKind: row.subjectKind,
        subjectId: row.subjectId,
        before: row.before as Record<string, unknown> | null,
        after: row.after as Record<string, unknown> | null,
      }),
    );
  }
}
