import type { BenchDatabase } from '../lib/postgres.js';
import { atMost, exactly } from '../lib/report.js';
import { maxWritesUnderWay } from '#gateway';
import { randomFrom } from './random-from.js';
import type { Shape } from './seed.js';
import type { Section } from './section.js';
import { onStage } from './stage.js';

/** The points change with this number and with nothing else, so that a run can be repeated. */
const SEED = 20_261_122;

/** kill -9 of the worker again and again while it fills a gateway; every time it starts anew. */
export async function kills(
  seeded: BenchDatabase,
  { objects }: Shape,
  count: number,
  undisturbed: string[],
): Promise<Section> {
  const random = randomFrom(SEED);
  const points = Array.from({ length: count }, () => 1 + Math.floor(random() * (objects - 1))).sort((a, b) => a - b);
  return onStage(seeded, async (stage) => {
    const { gateway } = stage;
    const startedMs = performance.now();
    await stage.register();
    for (const point of points) {
      const worker = await stage.startWorker();
      await gateway.until(point);
      await worker.kill();
    }
    await stage.startWorker();
    await stage.converged();
    await stage.quiet();
    const seconds = (performance.now() - startedMs) / 1000;
    const { writes, ownWrites } = await gateway.counts();
    const state = await gateway.state();
    const there = new Set(state);
    const wrong =
      undisturbed.filter((line) => !there.has(line)).length +
      Math.abs(state.length - undisturbed.length) +
      Math.abs(objects - undisturbed.length);
    return {
      title: `${count} times kill -9 of the worker while it writes ${objects} objects`,
      rows: [
        {
          kills: count,
          writes,
          'more than objects': writes - objects,
          "the gateway's own": ownWrites,
          seconds: seconds.toFixed(1),
        },
      ],
      figures: [
        exactly(`objects-unlike-an-undisturbed-run@${objects}`, wrong, 0),
        atMost(`writes-over-all-runs@${objects}`, writes, objects + maxWritesUnderWay * count),
      ],
      notes: [`Killed after these writes: ${points.join(', ')}.`],
    };
  });
}
