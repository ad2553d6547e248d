import { Inject, Injectable } from '@nestjs/common';
import { type GatewayDriver, GatewayFault, type RemoteRef } from '#gateway';
import type { Clock } from '#platform';
import { CLOCK } from '../clock.js';
import { GatewayDrivers } from '../gateway-sync/gateway-drivers.js';
import { AdoptionJobsStore } from './adoption-jobs.store.js';
import { AdoptionProgressStore, type Missing } from './adoption-progress.store.js';
import { type AdoptionOptions, type AdoptionRow, AdoptionStore } from './adoption.store.js';
import { EndSwitch } from './end-switch.js';
import { ReadGateway } from './read-gateway.js';

/** Between two looks whether ours are in effect. */
const LOOK_EVERY_MS = 1_000;

/** After so long without effect, or without an answer of the gateway, a person is asked. */
const GIVE_UP_AFTER_MS = 30 * 60_000;

/**
 * Calls that came in through a route of theirs before it went may need its consumer and service to their end. As long as
 * Kong waits for an upstream by default.
 */
const GRACE_MS = 60_000;

/** So many objects are removed before the job gives way to others. */
const REMOVED_AT_ONCE = 100;

const CHANGED_MEANWHILE =
  'What stands on the gateway has changed while it was taken over, and nothing of it was removed. Apply again to take ' +
  'over what stands there now.';

const NOT_FORGOTTEN =
  'The routes of others are removed, and the nodes of the gateway have not shown that they know. What hung on them was ' +
  'left. Apply again when the nodes answer.';

/**
 * Leads calls from the objects of others to ours. Which of two routes alike a node takes is not for us to say, so:
 *
 * 1. Ours stand by at a host that nobody can call, until keys, groups and limits are in effect on every node.
 * 2. Ours come to the front. Theirs let a key in as it is, ours by its digest: a node may take either.
 * 3. When ours are there on every node, the routes of theirs are removed; when every node has forgotten these, and calls
 *    that were under way have ended, so is what hung on them.
 *
 * Each step may be done again, and nothing of theirs is removed before the third.
 */
@Injectable()
export class SwitchAdoption {
  constructor(
    private readonly store: AdoptionStore,
    private readonly progress: AdoptionProgressStore,
    private readonly readGateway: ReadGateway,
    private readonly drivers: GatewayDrivers,
    private readonly jobs: AdoptionJobsStore,
    private readonly end: EndSwitch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(adoptionId: string): Promise<void> {
    const adoption = await this.store.byId(adoptionId);
    if (adoption?.state !== 'switching' || adoption.options === null) return;
    try {
      const again = await this.step(adoption, adoption.options);
      if (adoption.options.failingSince !== undefined) await this.end.answered(adoption);
      if (again) await this.jobs.enqueueIn('switch-adoption', adoptionId, LOOK_EVERY_MS);
    } catch (error) {
      if (!(error instanceof GatewayFault)) throw error;
      if (await this.mayHeal(error, adoption, adoption.options))
        await this.jobs.enqueueIn('switch-adoption', adoptionId, LOOK_EVERY_MS);
      else await this.end.failed(adoption, error.message);
    }
  }

  private async mayHeal(fault: GatewayFault, adoption: AdoptionRow, { failingSince }: AdoptionOptions) {
    if (!fault.retryable) return false;
    if (failingSince === undefined) await this.end.noteFailing(adoption);
    return failingSince === undefined || this.msSince(failingSince) < GIVE_UP_AFTER_MS;
  }

  private msSince(time: string): number {
    return this.clock.now().getTime() - Date.parse(time);
  }

  /** Whether there is more to do. */
  private async step(adoption: AdoptionRow, options: AdoptionOptions): Promise<boolean> {
    const gateway = await this.drivers.open(adoption.gatewayId);
    if (gateway === null) return false;
    if (options.routesGone === undefined) return this.removeRoutes(adoption, options, gateway.driver);
    return this.removeRest(adoption, options, options.routesGone, gateway.driver);
  }

  private async removeRoutes(adoption: AdoptionRow, options: AdoptionOptions, driver: GatewayDriver): Promise<boolean> {
    const { id, gatewayId } = adoption;
    if (!(await this.store.hasRemoved(id))) {
      const missing = await this.progress.missing(id, gatewayId);
      if (missing.scopes + missing.keys > 0) return this.waitFor(adoption, options, missing);
      const { fingerprint } = await this.readGateway.run(gatewayId, id);
      if (fingerprint !== adoption.fingerprint) return this.end.failed(adoption, CHANGED_MEANWHILE);
      if (options.inFront !== true) return this.end.bringToFront(adoption);
    }
    if (await this.remove(id, 'routes', driver)) return true;
    return this.end.routesGone(adoption);
  }

  private async removeRest(
    adoption: AdoptionRow,
    options: AdoptionOptions,
    { watermark, at }: NonNullable<AdoptionOptions['routesGone']>,
    driver: GatewayDriver,
  ): Promise<boolean> {
    const { id, gatewayId } = adoption;
    if (this.msSince(at) < GRACE_MS) return true;
    if (!(await this.progress.isShown(gatewayId, watermark))) return this.waitForNodes(adoption, at, options);
    if (await this.remove(id, 'rest', driver)) return true;
    return this.end.done(adoption);
  }

  /** Removes some of what is left; true when there was something. One after the other, so that Kong keeps up. */
  private async remove(adoptionId: string, which: 'routes' | 'rest', driver: GatewayDriver): Promise<boolean> {
    const refs = await this.store.toRemove(adoptionId, which, driver.kindOrder.kinds, REMOVED_AT_ONCE);
    const removed: RemoteRef[] = [];
    try {
      for (const ref of refs) {
        await driver.remove(ref);
        removed.push(ref);
      }
    } finally {
      await this.store.noteRemoved(adoptionId, removed);
    }
    return refs.length > 0;
  }

  /** Since whichever is later: that the routes went, or that a person asked for it again. */
  private async waitForNodes(adoption: AdoptionRow, at: string, { switchingSince = at }: AdoptionOptions) {
    if (Math.min(this.msSince(at), this.msSince(switchingSince)) < GIVE_UP_AFTER_MS) return true;
    return this.end.failed(adoption, NOT_FORGOTTEN);
  }

  private async waitFor(
    adoption: AdoptionRow,
    { switchingSince }: AdoptionOptions,
    missing: Missing,
  ): Promise<boolean> {
    if (this.msSince(switchingSince ?? adoption.createdAt.toISOString()) < GIVE_UP_AFTER_MS) return true;
    const because = missing.error === null ? '' : ` The gateway said: ${missing.error}`;
    return this.end.failed(
      adoption,
      `What was made is not in effect on the nodes of the gateway: ${missing.scopes} versions and applications and ` +
        `${missing.keys} keys are missing. Nothing of others was removed.${because}`,
    );
  }
}
