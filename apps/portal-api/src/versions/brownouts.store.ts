import { Injectable } from '@nestjs/common';
import type { BrownoutWindow } from '#domain';
import { Database, type Tx } from '../database/database.js';

export interface BrownoutRow extends BrownoutWindow {
  id: string;
  versionId: string;
  sharePercent: number;
  begunAt: Date | null;
  endedAt: Date | null;
  cancelledAt: Date | null;
  createdBy: string | null;
}

type BrownoutDates = Partial<Pick<BrownoutRow, 'begunAt' | 'endedAt' | 'cancelledAt'>>;

const OPEN = { endedAt: null, cancelledAt: null };
/** Of those that are over, a page shows no more than these. */
const SHOWN_BROWNOUTS = 100;

@Injectable()
export class BrownoutsStore {
  constructor(private readonly database: Database) {}

  /** All of a version, the latest first. */
  list(versionId: string): Promise<BrownoutRow[]> {
    const orderBy = { startsAt: 'desc' } as const;
    return this.database.prisma.brownout.findMany({ where: { versionId }, orderBy, take: SHOWN_BROWNOUTS });
  }

  /** Planned or under way, the earliest first. The version is locked by whoever asks. */
  open(tx: Tx, versionId: string): Promise<BrownoutRow[]> {
    return tx.brownout.findMany({ where: { versionId, ...OPEN }, orderBy: { startsAt: 'asc' } });
  }

  /** Planned or under way; null when there is no such one. */
  findOpen(tx: Tx, versionId: string, id: string): Promise<BrownoutRow | null> {
    return tx.brownout.findFirst({ where: { id, versionId, ...OPEN } });
  }

  /** Those whose beginning or end has come by now, the earliest first. */
  due(now: Date, limit: number): Promise<{ id: string; versionId: string }[]> {
    return this.database.prisma.$queryRaw`
      SELECT id, version_id AS "versionId" FROM brownout
      WHERE ended_at IS NULL AND cancelled_at IS NULL AND starts_at <= ${now} AND (begun_at IS NULL OR ends_at <= ${now})
      ORDER BY starts_at, id LIMIT ${limit}`;
  }

  async insert(
    tx: Tx,
    brownout: BrownoutWindow & {
      id: string;
      versionId: string;
      sharePercent: number;
      createdBy: string;
      announcedAt: Date;
    },
  ): Promise<BrownoutRow> {
    return tx.brownout.create({ data: brownout });
  }

  async update(tx: Tx, id: string, dates: BrownoutDates): Promise<void> {
    await tx.brownout.update({ where: { id }, data: dates });
  }

  /** How the audit log names a user. */
  async emailOf(tx: Tx, userId: string): Promise<string | null> {
    return (await tx.user.findUnique({ where: { id: userId }, select: { email: true } }))?.email ?? null;
  }
}
