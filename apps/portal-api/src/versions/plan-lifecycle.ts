import { Inject, Injectable } from '@nestjs/common';
import type { DeprecateVersionRequest, PutLifecycleRequest } from '#contract';
import { decideTransition, Fault, invalidField } from '#domain';
import type { Clock } from '#platform';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { requireRevision } from '../http/etag.js';
import { CarryOutMove } from './carry-out-move.js';
import { KeepPlan } from './keep-plan.js';
import { RequirePlan } from './require-plan.js';
import { LockVersion } from './lock-version.js';
import type { VisibleVersion } from './version-access.js';
import { deprecation } from './version-moves.js';
import type { VersionRow } from './version.store.js';

/** Deprecates a version, at once or at a time to come, and changes what is planned for its end. */
@Injectable()
export class PlanLifecycle {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly lockVersion: LockVersion,
    private readonly requirePlan: RequirePlan,
    private readonly carryOut: CarryOutMove,
    private readonly keepPlan: KeepPlan,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  deprecate(caller: Caller, slug: string, name: string, input: DeprecateVersionRequest): Promise<void> {
    return this.write(caller, slug, name, async (tx, version, service) => {
      decideTransition(version.state, 'deprecated', { hasSpec: true, hasUpstream: true });
      const now = this.clock.now();
      const plan = await this.requirePlan.run(tx, version, input, now);
      if (plan.deprecatesAt === null)
        return this.carryOut.run(tx, version, deprecation(plan), { caller, now, service });
      return this.keepPlan.run(tx, caller, service, version, plan);
    });
  }

  /** Puts another plan in the place of the present one. */
  replace(caller: Caller, slug: string, name: string, revision: number, input: PutLifecycleRequest): Promise<void> {
    return this.write(caller, slug, name, async (tx, version, service) => {
      requireRevision(version.revision, revision);
      if (version.state !== 'published' && version.state !== 'deprecated')
        throw new Fault('version.illegal_transition', `The end of a ${version.state} version cannot be planned.`);
      const plan = await this.requirePlan.run(tx, version, input, this.clock.now());
      if (version.state === 'published' && plan.deprecatesAt === null && (plan.sunsetAt ?? plan.successorId) !== null)
        throw invalidField('deprecatesAt', 'Say when it is deprecated: its end and what comes after it follow that.');
      return this.keepPlan.run(tx, caller, service, version, plan);
    });
  }

  private async write(
    caller: Caller,
    slug: string,
    name: string,
    work: (tx: Tx, version: VersionRow, service: VisibleVersion['service']) => Promise<void>,
  ): Promise<void> {
    const lock = await this.lockVersion.permitted(caller, slug, name);
    await this.unit.write(async (tx) => {
      const { service, version } = await lock(tx);
      await work(tx, version, service);
    });
  }
}
