import { Inject, Injectable } from '@nestjs/common';
import type { BrownoutDto, PlanBrownoutRequest } from '#contract';
import { requireBrownout } from '#domain';
import { type Clock, uuid } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { BROWNOUT_NEEDS } from '../gateways/capability-needs.js';
import { Enforceability } from '../gateways/enforceability.js';
import { toBrownoutDto } from './brownout-dto.js';
import { brownoutMail } from './brownout-mail.js';
import { BrownoutsStore } from './brownouts.store.js';
import { TellCallers } from './tell-callers.js';
import { LockVersion } from './lock-version.js';

/** Plans a time in which a share of the calls is refused, and tells those who would notice. */
@Injectable()
export class PlanBrownout {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly lockVersion: LockVersion,
    private readonly store: BrownoutsStore,
    private readonly enforceability: Enforceability,
    private readonly tellCallers: TellCallers,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, slug: string, name: string, input: PlanBrownoutRequest): Promise<BrownoutDto> {
    const lock = await this.lockVersion.permitted(caller, slug, name);
    const { userId } = signedIn(caller);
    return this.unit.create(caller, async (tx) => {
      const { service, version } = await lock(tx);
      const now = this.clock.now();
      const window = { startsAt: new Date(input.startsAt), endsAt: new Date(input.endsAt) };
      requireBrownout(window, version, await this.store.open(tx, version.id), now);
      await this.enforceability.requireOf(tx, version.id, BROWNOUT_NEEDS);
      const { sharePercent } = input;
      const brownout = { id: uuid(), versionId: version.id, ...window, sharePercent };
      const row = await this.store.insert(tx, { ...brownout, createdBy: userId, announcedAt: now });
      const told = await this.tellCallers.run(tx, service, version, row, now, brownoutMail);
      await this.audit.record(tx, caller, {
        action: 'version.brownout_planned',
        subjectKind: 'version',
        subjectId: version.id,
        teamId: service.ownerTeamId,
        after: { service: slug, version: name, brownoutId: row.id, ...window, sharePercent, told },
      });
      return toBrownoutDto(row);
    });
  }
}
