import { Inject, Injectable } from '@nestjs/common';
import type { SessionDto, SignInRequest } from '#contract';
import { Fault } from '#domain';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import { AttemptLimiter, networkOf } from '../auth/attempt-limiter.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { isPassword } from '../users/passwords.js';
import { toUserDto } from '../users/user-dto.js';
import { UsersStore } from '../users/users.store.js';
import { IssueTokens } from './issue-tokens.js';
import { SessionsStore } from './sessions.store.js';

const WINDOW_MS = 15 * 60_000;
/** Wrong passwords for one account from one network. By the pair: a stranger elsewhere cannot lock the owner out. */
export const FAILURES_PER_ACCOUNT_AND_NETWORK = { attempts: 10, windowMs: WINDOW_MS };
/** Wrong passwords from one network for any accounts: against trying one password on everybody. */
const FAILURES_PER_NETWORK = { attempts: 300, windowMs: WINDOW_MS };

const MAX_USER_AGENT_LENGTH = 300;

@Injectable()
export class SignIn {
  private readonly perAccount: AttemptLimiter;
  private readonly perNetwork: AttemptLimiter;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly unit: UnitOfWork,
    private readonly users: UsersStore,
    private readonly sessions: SessionsStore,
    private readonly issueTokens: IssueTokens,
    private readonly audit: AuditStore,
  ) {
    this.perAccount = new AttemptLimiter(clock, FAILURES_PER_ACCOUNT_AND_NETWORK);
    this.perNetwork = new AttemptLimiter(clock, FAILURES_PER_NETWORK);
  }

  async run(caller: Caller, input: SignInRequest, userAgent: string): Promise<SessionDto> {
    const email = input.email.trim().toLowerCase();
    const network = networkOf(caller.ip);
    const pair = `${network} ${email}`;
    this.perNetwork.take(network);
    this.perAccount.take(pair);

    const user = await this.users.findByEmail(email);
    const matches = await isPassword(user?.passwordHash ?? null, input.password);
    if (user === null || !matches || user.disabledAt !== null)
      throw new Fault('session.invalid_credentials', 'The mail address or the password is wrong.');
    this.perNetwork.giveBack(network);
    this.perAccount.giveBack(pair);

    const now = this.clock.now();
    const actor = { userId: user.id, platformRole: user.platformRole, memberships: [] };
    return this.unit.write(async (tx) => {
      const sessionId = await this.sessions.start(tx, {
        userId: user.id,
        ip: caller.ip,
        userAgent: userAgent.slice(0, MAX_USER_AGENT_LENGTH),
        createdAt: now,
      });
      await this.audit.record(
        tx,
        { ...caller, actor, label: user.email },
        { action: 'session.started', subjectKind: 'session', subjectId: sessionId, teamId: null },
      );
      return this.issueTokens.run(tx, sessionId, toUserDto(user), now);
    });
  }
}
