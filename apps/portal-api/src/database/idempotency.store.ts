import { Injectable } from '@nestjs/common';
import type { Prisma } from '#prisma';
import type { IdempotencyRequest } from '../auth/caller.js';
import type { Tx } from './database.js';

@Injectable()
export class IdempotencyStore {
  /**
   * Takes the key for this transaction. Null: it is ours now. Otherwise what was answered to it before; a second
   * request with the same key waits here until the first one has committed or rolled back.
   */
  async claim(
    tx: Tx,
    actorId: string,
    { key, fingerprint }: IdempotencyRequest,
  ): Promise<{ fingerprint: string; status: number; body: unknown } | null> {
    const claimed = await tx.$executeRaw`
      INSERT INTO idempotency_record (actor_id, key, fingerprint, status, body)
      VALUES (${actorId}::uuid, ${key}, ${fingerprint}, 0, 'null')
      ON CONFLICT (actor_id, key) DO NOTHING`;
    if (claimed === 1) return null;
    return tx.idempotencyRecord.findUniqueOrThrow({
      where: { actorId_key: { actorId, key } },
      select: { fingerprint: true, status: true, body: true },
    });
  }

  async keep(tx: Tx, actorId: string, key: string, status: number, body: unknown): Promise<void> {
    await tx.idempotencyRecord.update({
      where: { actorId_key: { actorId, key } },
      data: { status, body: body as Prisma.InputJsonValue },
    });
  }
}
