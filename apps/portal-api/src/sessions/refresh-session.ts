import { Inject, Injectable } from '@nestjs/common';
import type { SessionDto } from '#contract';
import { Fault } from '#domain';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { IssueTokens } from './issue-tokens.js';
import { judgeRefresh } from './refresh-rule.js';
import { type PresentedTokenRow, SessionsStore } from './sessions.store.js';

@Injectable()
export class RefreshSession {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly unit: UnitOfWork,
    private readonly sessions: SessionsStore,
    private readonly issueTokens: IssueTokens,
    private readonly audit: AuditStore,
  ) {}

  /** Takes a refresh token for new ones. One presented again ends its session, for whoever else holds a token of it. */
  async run(caller: Caller, refreshToken: string): Promise<SessionDto> {
    // A fault is returned, not thrown: the ending of the session has to be committed.
    const outcome = await this.unit.write((tx) => this.decide(tx, caller, refreshToken));
    if (outcome instanceof Fault) throw outcome;
    return outcome;
  }

  private async decide(tx: Tx, caller: Caller, refreshToken: string): Promise<SessionDto | Fault> {
    const now = this.clock.now();
    const row = await this.sessions.lockRefreshToken(tx, refreshToken);
    const verdict = judgeRefresh(row, now);
    if (row === null || verdict === 'ended')
      return new Fault('request.unauthenticated', 'Your session has ended. Sign in again.');
    if (verdict === 'reused') {
      await this.endReused(tx, caller, row, now);
      return new Fault('session.refresh_reused', 'This refresh token was used before. The session was ended.');
    }
    if (verdict === 'rotate') await this.sessions.markUsed(tx, refreshToken, now);
    const { userId: id, email, displayName, platformRole } = row;
    return this.issueTokens.run(tx, row.sessionId, { id, email, displayName, platformRole }, now);
  }

  private async endReused(tx: Tx, caller: Caller, row: PresentedTokenRow, now: Date): Promise<void> {
    await this.sessions.end(tx, row.sessionId, now, 'refresh_reused');
    const actor = { userId: row.userId, platformRole: row.platformRole, memberships: [] };
    await this.audit.record(
      tx,
      { ...caller, actor, label: row.email },
      {
        action: 'session.ended',
        subjectKind: 'session',
        subjectId: row.sessionId,
        teamId: null,
        after: { reason: 'refresh_reused' },
      },
    );
  }
}
