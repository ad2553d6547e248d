import { Injectable } from '@nestjs/common';
import type { ScopeName } from '#gateway';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { BrownoutsStore } from './brownouts.store.js';
import { decideMove, type LaterMove } from './version-moves.js';
import { type VersionRow, VersionStore } from './version.store.js';

/** Who takes the step, when, and for which service. */
export interface MoveBy {
  caller: Caller;
  now: Date;
  service: { slug: string; ownerTeamId: string };
  /** Besides what the step changes, for the audit log. */
  details?: Record<string, unknown>;
}

/**
 * Takes a live version one step further, in the caller's transaction and under its lock: the gateways that serve it are
 * told, and nobody else, because neither keys nor limits change. What is retired stays on them and answers so.
 */
@Injectable()
export class CarryOutMove {
  constructor(
    private readonly versions: VersionStore,
    private readonly brownouts: BrownoutsStore,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
  ) {}

  async run(
    tx: Tx,
    before: VersionRow,
    move: LaterMove,
    { caller, now, service, details = {} }: MoveBy,
  ): Promise<void> {
    const change = decideMove(before, move, now);
    const row = await this.versions.update(tx, before.id, change);
    if (move.to !== 'deprecated') await this.endBrownouts(tx, row.id, now);
    // Whoever was sent to a version that is retired now is sent to its page instead.
    const others = move.to === 'retired' ? await this.versions.predecessorIds(tx, row.id) : [];
    await this.wishes.wish(
      tx,
      [row.id, ...others].map((id): ScopeName => `version:${id}`),
    );
    await this.audit.record(tx, caller, {
      action: move.action,
      subjectKind: 'version',
      subjectId: row.id,
      teamId: service.ownerTeamId,
      before: { state: before.state },
      after: { service: service.slug, version: row.name, ...change, ...details },
    });
  }

  /** Whoever was warned is warned no more, or has nothing left to call. */
  private async endBrownouts(tx: Tx, versionId: string, now: Date): Promise<void> {
    for (const { id, begunAt } of await this.brownouts.open(tx, versionId)) {
      await this.brownouts.update(tx, id, begunAt === null ? { cancelledAt: now } : { endedAt: now });
    }
  }
}
