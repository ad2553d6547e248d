import type { PlanDto, PlanListDto } from '#contract';
import type { BenchDatabase } from '../lib/postgres.js';
import { atMost, exactly } from '../lib/report.js';
import { fill } from './full-sync.js';
import { LONE_PLAN, LONE_SERVICE, type Shape } from './seed.js';
import type { Section } from './section.js';
import { onStage } from './stage.js';

const EDITS = 1_000;
const FIRST_LIMIT = 1_000_000;
/** For every second that the edits take. */
const WRITES_A_SECOND = 2;

/** One plan is edited as fast as the API takes it, each edit upon the revision that the one before it made. */
export async function burst(seeded: BenchDatabase, { objects }: Shape): Promise<Section> {
  return onStage(seeded, async (stage) => {
    const { client, gateway } = stage;
    await fill(stage, objects);
    await stage.quiet();
    const plans = `/v1/services/${LONE_SERVICE}/plans`;
    const { items } = await client.get<PlanListDto>(plans);
    let { revision } = items.find(({ slug }) => slug === LONE_PLAN) as PlanDto;
    await gateway.reset();
    const startedMs = performance.now();
    for (let edit = 1; edit <= EDITS; edit++) {
      const limits = { minute: FIRST_LIMIT + edit };
      ({ revision } = await client.patch<PlanDto>(`${plans}/${LONE_PLAN}`, revision, { limits }));
    }
    const seconds = (performance.now() - startedMs) / 1000;
    await stage.converged();
    await stage.quiet();
    const { mostWritesOfOne, writes, ownWrites } = await gateway.counts();
    const last = `"minute":${FIRST_LIMIT + EDITS},`;
    const wins = (await gateway.state()).filter((line) => line.includes(last)).length;
    const started = Math.ceil(seconds);
    return {
      title: `${EDITS} edits of one plan`,
      rows: [{ edits: EDITS, seconds: seconds.toFixed(2), writes, "the gateway's own": ownWrites }],
      figures: [
        atMost('writes-of-one-object', mostWritesOfOne, WRITES_A_SECOND * started),
        exactly('objects-with-the-last-value', wins, 1),
      ],
      notes: [
        `An edit needs the revision of the one before it, so ${EDITS} of them took ${seconds.toFixed(2)} s; ` +
          `${WRITES_A_SECOND} writes are allowed for each of the ${started} seconds that they began.`,
      ],
    };
  });
}
