import type { PlanDto, PlanListDto } from '#contract';
import type { BenchDatabase } from '../lib/postgres.js';
import { atMost, exactly } from '../lib/report.js';
import { fill } from './full-sync.js';
import { LONE_PLAN, LONE_SERVICE, type Shape } from './seed.js';
import type { Section } from './section.js';
import { onStage, type Stage } from './stage.js';
import type { Counts } from './write-log.js';

const EDITS = 1_000;
const WRITES = 2;

/**
 * One plan is edited as fast as the API takes it, each edit upon the revision that the one before it made. That takes
 * seconds, so that all of them come within one moment of the worker it is held meanwhile. How many writes the same edits
 * make when it is not held is shown beside it.
 */
export async function burst(seeded: BenchDatabase, { objects }: Shape): Promise<Section> {
  return onStage(seeded, async (stage) => {
    const { worker } = await fill(stage, objects);
    await stage.quiet();
    const free = await edited(stage, 1_000_000, () => Promise.resolve());
    process.kill(worker.pid, 'SIGSTOP');
    const held = await edited(stage, 2_000_000, async () => void process.kill(worker.pid, 'SIGCONT'));
    const row = (what: string, { seconds, counts }: Edited) => ({
      what,
      edits: EDITS,
      seconds: seconds.toFixed(2),
      writes: counts.writes,
      "the gateway's own": counts.ownWrites,
    });
    return {
      title: `${EDITS} edits of one plan`,
      rows: [row('worker held until all are made', held), row('worker runs meanwhile', free)],
      figures: [
        atMost('writes-of-one-object-after-all-edits', held.counts.mostWritesOfOne, WRITES),
        exactly('objects-with-the-last-value', held.withLastValue, 1),
        exactly('objects-with-the-last-value-of-a-running-worker', free.withLastValue, 1),
      ],
      notes: [
        'An edit needs the revision of the one before it, so they cannot be sent faster than one after the other.',
      ],
    };
  });
}

interface Edited {
  seconds: number;
  counts: Counts;
  withLastValue: number;
}

async function edited(stage: Stage, firstLimit: number, release: () => Promise<void>): Promise<Edited> {
  const { client, gateway } = stage;
  const plans = `/v1/services/${LONE_SERVICE}/plans`;
  const { items } = await client.get<PlanListDto>(plans);
  let { revision } = items.find(({ slug }) => slug === LONE_PLAN) as PlanDto;
  await gateway.reset();
  const startedMs = performance.now();
  for (let edit = 1; edit <= EDITS; edit++) {
    const limits = { minute: firstLimit + edit };
    ({ revision } = await client.patch<PlanDto>(`${plans}/${LONE_PLAN}`, revision, { limits }));
  }
  const seconds = (performance.now() - startedMs) / 1000;
  await release();
  await stage.converged();
  await stage.quiet();
  const last = `"minute":${firstLimit + EDITS},`;
  const withLastValue = (await gateway.state()).filter((line) => line.includes(last)).length;
  return { seconds, counts: await gateway.counts(), withLastValue };
}
