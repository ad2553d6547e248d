import { Injectable } from '@nestjs/common';
import type { ConsoleCallDto, ConsoleHistoryQuery, ConsoleTypedDto } from '#contract';
import { Database } from '../database/database.js';

/** So many calls of a person are kept. */
export const MAX_KEPT_CALLS = 100;

export type NewConsoleCall = Omit<ConsoleCallDto, 'at'> & { userId: string; at: Date };

interface CallRow extends Omit<ConsoleCallDto, 'at' | 'typed'> {
  at: Date;
  typed: unknown;
}

const COLUMNS = {
  id: true,
  at: true,
  applicationId: true,
  environment: true,
  service: true,
  version: true,
  method: true,
  path: true,
  status: true,
  timeMs: true,
  byteLength: true,
  typed: true,
} as const;

/** What people have sent from the console, each their own. */
@Injectable()
export class ConsoleHistoryStore {
  constructor(private readonly database: Database) {}

  /** Keeps a call and forgets those that are more than MAX_KEPT_CALLS. */
  async keep({ typed, ...call }: NewConsoleCall): Promise<void> {
    const { prisma } = this.database;
    await prisma.consoleCall.create({ data: { ...call, typed: { ...typed } as object }, select: { id: true } });
    await prisma.$executeRaw`
      DELETE FROM console_call WHERE id IN (
        SELECT id FROM console_call WHERE user_id = ${call.userId}::uuid ORDER BY id DESC OFFSET ${MAX_KEPT_CALLS})`;
  }

  /** Newest first. */
  async list(userId: string, { service, version, method, path }: ConsoleHistoryQuery): Promise<ConsoleCallDto[]> {
    const rows: CallRow[] = await this.database.prisma.consoleCall.findMany({
      where: { userId, service, version, method, path },
      orderBy: { id: 'desc' },
      take: MAX_KEPT_CALLS,
      select: COLUMNS,
    });
    return rows.map(({ at, typed, ...call }) => ({ ...call, at: at.toISOString(), typed: typed as ConsoleTypedDto }));
  }

  /** False: the person has no such call. */
  async forget(userId: string, id: string): Promise<boolean> {
    const { count } = await this.database.prisma.consoleCall.deleteMany({ where: { id, userId } });
    return count === 1;
  }

  async forgetAll(userId: string): Promise<void> {
    await this.database.prisma.consoleCall.deleteMany({ where: { userId } });
  }
}
