import type { FailedScopeDto } from '#contract';
import type { BenchDatabase } from '../lib/postgres.js';
import { exactly } from '../lib/report.js';
import type { Shape } from './seed.js';
import type { Section } from './section.js';
import { onStage } from './stage.js';

/** Of the keys and routes, 46 % of everything, one of so many: 1 % of everything. */
const REFUSED_EVERY = 46;

/** The gateway never takes one object of a hundred; all others are there after one pass, and those are named. */
export async function refusals(seeded: BenchDatabase, { objects }: Shape): Promise<Section> {
  return onStage(seeded, async (stage) => {
    const { gateway } = stage;
    await gateway.refuse(REFUSED_EVERY);
    await stage.startWorker();
    const startedMs = performance.now();
    const gatewayId = await stage.register();
    await gateway.until(objects);
    const { failed } = await stage.converged();
    const seconds = (performance.now() - startedMs) / 1000;
    await stage.quiet();
    const { writes, refused, refusals: answers } = await gateway.counts();
    const there = (await gateway.state()).length;
    const failures = await stage.client.getAll<FailedScopeDto>(`/v1/gateways/${gatewayId}/failures`);
    const named = failures.filter(({ error }) => error.includes('400')).length;
    return {
      title: `${refused} of ${objects} objects are refused for good`,
      rows: [
        { objects, refused, there, 'scopes failed': failed, 'named with reasons': named, seconds: seconds.toFixed(2) },
      ],
      figures: [
        exactly(`objects-missing-without-reason@${objects}`, objects - refused - there, 0),
        exactly(`writes-in-one-pass@${objects}`, writes, objects),
        exactly(`refusals-that-were-tried-again@${objects}`, answers - refused, 0),
        exactly(`refused-objects-not-counted-by-the-api@${objects}`, refused - failed, 0),
        exactly(`refused-objects-without-reason-in-the-api@${objects}`, refused - named, 0),
      ],
      notes: ['Refused are keys and routes, which nothing else needs; every one is in a scope of its own.'],
    };
  });
}
