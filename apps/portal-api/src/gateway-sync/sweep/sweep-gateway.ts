import { Inject, Injectable } from '@nestjs/common';
import { canonicalHash, GatewayFault, type GatewayDriver, type ListedObject } from '#gateway';
import type { Clock } from '#platform';
import { CLOCK } from '../../clock.js';
import { UUID } from '../../http/id-param.js';
import { GatewayDrivers, type OpenGateway } from '../gateway-drivers.js';
import { RefillEmptied } from './refill-emptied.js';
import { RepairDrift } from './repair-drift.js';
import { driftFields } from './sweep-fields.js';
import { CHUNK, LOOKED_AT_TWICE, SWEEP_MINUTES } from './sweep-limits.js';
import { scopeOf } from './sweep-scope.js';
import { clipped, SweepTally } from './sweep-tally.js';
import { type Compared, type Found, type SweepSession, SweepStore } from './sweep.store.js';

/**
 * Lists what stands on a gateway and compares it with what was pushed. A sweep only finds: what it finds is put right by
 * wishing its scopes again, by itself or when a person says so, as the gateway's policy is.
 */
@Injectable()
export class SweepGateway {
  constructor(
    private readonly drivers: GatewayDrivers,
    private readonly store: SweepStore,
    private readonly repair: RepairDrift,
    private readonly refill: RefillEmptied,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(gatewayId: string): Promise<void> {
    const gateway = await this.drivers.open(gatewayId);
    if (gateway === null) return;
    try {
      await this.store.run(gatewayId, (session) => this.sweep(gateway, session));
    } catch (error) {
      if (!(error instanceof GatewayFault)) throw error;
      await this.store.brokeOff(gatewayId, error.message);
    }
  }

  private async sweep({ id, driver }: OpenGateway, session: SweepSession): Promise<void> {
    const tally = new SweepTally();
    const requireTime = this.timer();
    for await (const chunk of inChunks(driver.listAll(requireTime), CHUNK))
      await compareChunk(driver, session, tally, chunk);
    const noted = await session.noteMissing();
    const doubted = await doubtful(driver, session, requireTime);
    const stillMissing = noted.missing - doubted.missing;
    if (doubted.missing > 0 && noted.found > LOOKED_AT_TWICE)
      throw new GatewayFault('unknown_outcome', 'The gateway left objects out of its lists that stand on it.');
    await session.drop(doubted.ids);
    const emptied = noted.seen === 0 && stillMissing > 0 && doubted.missing === 0;
    // Before the sweep is written down: whoever dies in between leaves the question to the next sweep.
    if (emptied) {
      await this.refill.run(id, 'everything of ours is gone from the gateway');
      await session.dropAll();
    }
    await this.repair.afterSweep(id, await session.finish(tally));
  }

  /** Throws when it is called too late. */
  private timer(): () => void {
    const endsMs = this.clock.now().getTime() + SWEEP_MINUTES * 60_000;
    const words = `The sweep did not come to its end within ${SWEEP_MINUTES} minutes. The next one starts anew.`;
    return () => {
      if (this.clock.now().getTime() > endsMs) throw new GatewayFault('unknown_outcome', words);
    };
  }
}

async function compareChunk(
  driver: GatewayDriver,
  session: SweepSession,
  tally: SweepTally,
  chunk: ListedObject[],
): Promise<void> {
  // An id that is none of ours in form cannot be ours, whatever its tags say.
  const swept = chunk
    .filter(({ id }) => UUID.test(id))
    .map((object) => ({ object, hash: canonicalHash(object.body), scope: scopeOf(object) }));
  const compared = await session.compare(
    swept.map(({ object: { kind, id }, hash, scope }) => ({ kind, id, hash, scope })),
  );
  const known = new Set(compared.filter((row) => row.known).map(({ index }) => swept[index]!.object));
  const marked = new Set(swept.filter(({ scope }) => scope !== null).map(({ object }) => object));
  const isOurs = (object: ListedObject) => known.has(object) || marked.has(object);
  chunk.filter(isOurs).forEach((object) => tally.addOwned(object));
  tally.addForeign(chunk.filter((object) => !isOurs(object)));
  const differing = compared.filter(({ differs }) => differs);
  await session.note(differing.map((row) => foundOf(driver, swept[row.index]!, row)));
}

function foundOf(
  driver: GatewayDriver,
  { object, hash }: { object: ListedObject; hash: string },
  { scope, known, answered }: Compared,
): Found {
  return {
    kind: object.kind,
    id: object.id,
    scope,
    finding: known ? 'changed' : 'unknown',
    name: clipped(object.name),
    ...(answered === null ? { fields: [], moreFields: 0 } : driftFields(answered, driver.publicBody(object.body))),
    foundHash: hash,
  };
}

/** Looks once more at the first of what was found, one by one: what does not stand as it was listed is on its way. */
async function doubtful(
  driver: GatewayDriver,
  session: SweepSession,
  requireTime: () => void,
): Promise<{ ids: string[]; missing: number }> {
  const ids: string[] = [];
  let missing = 0;
  for (const { kind, id, finding, foundHash } of await session.firstFound(LOOKED_AT_TWICE)) {
    requireTime();
    const stored = await driver.read({ kind, id });
    const hash = stored === null ? null : canonicalHash(stored.body);
    if (hash === foundHash) continue;
    ids.push(id);
    if (finding === 'missing') missing += 1;
  }
  return { ids, missing };
}

async function* inChunks<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
