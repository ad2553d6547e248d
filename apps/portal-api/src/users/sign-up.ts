import { Inject, Injectable } from '@nestjs/common';
import type { SignUpRequest, UserDto } from '#contract';
import { Fault, parseEmail, parseNewPassword } from '#domain';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import { AttemptLimiter, networkOf } from '../auth/attempt-limiter.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { CONFIG, type Config } from '../config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { hashPassword } from './passwords.js';
import { toUserDto } from './user-dto.js';
import { UsersStore } from './users.store.js';

/** So many from one network within an hour: a class of students can sign up, a script is stopped. */
export const SIGN_UPS_PER_NETWORK = { attempts: 60, windowMs: 60 * 60_000 };

@Injectable()
export class SignUp {
  private readonly perNetwork: AttemptLimiter;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) clock: Clock,
    private readonly unit: UnitOfWork,
    private readonly users: UsersStore,
    private readonly audit: AuditStore,
  ) {
    this.perNetwork = new AttemptLimiter(clock, SIGN_UPS_PER_NETWORK);
  }

  async run(caller: Caller, input: SignUpRequest): Promise<UserDto> {
    if (!this.config.signUpEnabled)
      throw new Fault(
        'user.sign_up_disabled',
        'Accounts are made by the people who run this portal. Ask them for one.',
      );
    const email = parseEmail(input.email);
    const password = parseNewPassword(input.password, email);
    this.perNetwork.take(networkOf(caller.ip));
    const passwordHash = await hashPassword(password);
    const displayName = input.displayName;
    return this.unit.write(async (tx) => {
      const { user, teamId } = await this.users.create(tx, {
        email,
        displayName,
        passwordHash,
        platformRole: 'member',
      });
      const actor = { userId: user.id, platformRole: user.platformRole, memberships: [] };
      await this.audit.record(
        tx,
        { ...caller, actor, label: email },
        { action: 'user.signed_up', subjectKind: 'user', subjectId: user.id, teamId, after: { email, displayName } },
      );
      return toUserDto(user);
    });
  }
}
