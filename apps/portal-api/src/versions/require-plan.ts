import { Injectable } from '@nestjs/common';
import type { DeprecateVersionRequest } from '#contract';
import { invalidField, isLive, type LifecyclePlan, requireLifecyclePlan } from '#domain';
import type { Tx } from '../database/database.js';
import { LIFECYCLE_NEEDS } from '../gateways/capability-needs.js';
import { Enforceability } from '../gateways/enforceability.js';
import { BrownoutsStore } from './brownouts.store.js';
import { LifecycleStore } from './lifecycle.store.js';
import type { VersionRow } from './version.store.js';

/** A plan for the end of a version that can be kept. */
export type KeptPlan = LifecyclePlan & { successorId: string | null };

/** Reads what somebody plans for the end of a version, and refuses what makes no sense or what a gateway cannot do. */
@Injectable()
export class RequirePlan {
  constructor(
    private readonly lifecycle: LifecycleStore,
    private readonly brownouts: BrownoutsStore,
    private readonly enforceability: Enforceability,
  ) {}

  async run(tx: Tx, version: VersionRow, input: DeprecateVersionRequest, now: Date): Promise<KeptPlan> {
    const plan = {
      deprecatesAt: dateOf(input.deprecatesAt),
      sunsetAt: dateOf(input.sunsetAt),
      retiresAtSunset: input.retiresAtSunset ?? false,
    };
    requireLifecyclePlan(plan, version, now, spanOf(await this.brownouts.open(tx, version.id)));
    const { successor = null } = input;
    const successorId = successor === null ? null : await this.successorId(tx, version, successor);
    await this.enforceability.requireOf(tx, version.id, LIFECYCLE_NEEDS);
    return { ...plan, successorId };
  }

  private async successorId(tx: Tx, version: VersionRow, name: string): Promise<string> {
    const found = await this.lifecycle.successor(tx, version.serviceId, name);
    // A successor that stays as it was may have been retired since.
    if (found === null || (!isLive(found.state) && found.id !== version.successorId))
      throw invalidField('successor', 'Name a version of this service that is published.');
    if (await this.lifecycle.leadsTo(tx, found.id, version.id))
      throw invalidField('successor', `Whoever moves on to ${name} is sent back to ${version.name} from there.`);
    return found.id;
  }
}

/** What is left out may also be given as null. */
function dateOf(text: string | null | undefined): Date | null {
  return text === undefined || text === null ? null : new Date(text);
}

/** From the first beginning to the last end; null where there is none. */
function spanOf(brownouts: readonly { startsAt: Date; endsAt: Date }[]) {
  const [first, last] = [brownouts[0], brownouts.at(-1)];
  return first === undefined || last === undefined ? null : { startsAt: first.startsAt, endsAt: last.endsAt };
}
