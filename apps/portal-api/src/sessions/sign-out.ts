import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SessionsStore } from './sessions.store.js';

@Injectable()
export class SignOut {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly unit: UnitOfWork,
    private readonly sessions: SessionsStore,
    private readonly audit: AuditStore,
  ) {}

  /** Ends the session of the request. Its access tokens are refused from the next request on. */
  async run(caller: Caller): Promise<void> {
    const { sessionId } = caller;
    if (sessionId === undefined) return;
    await this.unit.write(async (tx) => {
      if (!(await this.sessions.end(tx, sessionId, this.clock.now(), 'signed_out'))) return;
      await this.audit.record(tx, caller, {
        action: 'session.ended',
        subjectKind: 'session',
        subjectId: sessionId,
        teamId: null,
        after: { reason: 'signed_out' },
      });
    });
  }
}
