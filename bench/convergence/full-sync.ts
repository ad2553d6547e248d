import type { BenchDatabase } from '../lib/postgres.js';
import { type BenchProcess, peakMemoryMb, withStops } from '../lib/processes.js';
import { atMost, exactly, type Figure } from '../lib/report.js';
import { median } from '../lib/statistics.js';
import { barePuts, deckModel } from './baselines.js';
import { FakeGateway } from './fake-client.js';
import { withObjectFile } from './object-file.js';
import type { Shape } from './seed.js';
import type { Section } from './section.js';
import { onStage, type Stage } from './stage.js';
import { type StatementCost, statementCosts } from './statement-costs.js';
import type { Counts } from './write-log.js';

/** At most so many writes are under way on one gateway. */
export const CONCURRENCY = 10;

/** A Kong 3.9.3 on two cores took 900 writes a second, ten at a time: each was answered after so long. */
export const KONG_WRITE_MS = 11;

interface FullSync {
  ms: number;
  workerMb: number;
  counts: Counts;
  sent: string;
  state: string[];
  costs: StatementCost[];
}

/** What the other parts take over: the objects as they are sent, and how they stand on the gateway afterwards. */
export interface Undisturbed {
  sent: string;
  state: string[];
  workerMb: number;
}

/** Registers the gateway of a stage and waits until everything is there; returns the worker, which goes on. */
export async function fill(stage: Stage, objects: number): Promise<{ worker: BenchProcess; ms: number }> {
  const worker = await stage.startWorker();
  const startedMs = performance.now();
  await stage.register();
  await stage.gateway.until(objects);
  await stage.converged();
  return { worker, ms: performance.now() - startedMs };
}

/**
 * From registering the gateway until the API says that all is there, beside a bare loop of the same PUTs.
 *
 * @param writeMs how long the gateway takes to answer a write; 0: as fast as the fake can, which no gateway is
 */
export async function fullSync(
  seeded: BenchDatabase,
  { objects }: Shape,
  rounds: number,
  writeMs: number,
): Promise<{ section: Section; undisturbed: Undisturbed }> {
  const runs: FullSync[] = [];
  const bareMs: number[] = [];
  let deckMs = 0;
  for (let round = 0; round < rounds; round++) {
    const run = await onStage(seeded, (stage) => measured(stage, objects, writeMs));
    runs.push(run);
    await withObjectFile(run.sent, async (file) => {
      bareMs.push((await onFreshGateway(writeMs, (gateway) => barePuts(gateway, file, CONCURRENCY))).ms);
      if (round === 0) deckMs = (await onFreshGateway(writeMs, (gateway) => deckModel(gateway, file, 0))).ms;
    });
  }
  const [first] = runs as [FullSync];
  const oursMs = median(runs.map(({ ms }) => ms));
  const row = (what: string, ms: number) => ({
    what,
    seconds: (ms / 1000).toFixed(2),
    'objects a second': Math.round((objects / ms) * 1000),
    'against bare PUTs': (ms / median(bareMs)).toFixed(2),
  });
  const ratio = oursMs / median(bareMs);
  const figures: Figure[] = [
    exactly(`writes-of-a-full-sync@${objects}`, first.counts.writes, objects),
    ...(writeMs > 0 ? [atMost(`time-of-a-full-sync-against-bare-puts@${objects}`, ratio, 1.15)] : []),
  ];
  const notes = [
    `The worker had ${first.workerMb.toFixed(0)} MB at most and wrote over ${first.counts.connections} connections. Besides the ${objects} objects it wrote ` +
      `${first.counts.ownWrites} of the gateway's own, and read ${first.counts.requests - first.counts.writes - first.counts.ownWrites} times.`,
    ...costNotes(first.costs, objects),
  ];
  const rows = [row('bare PUTs', median(bareMs)), row("decK's pattern", deckMs), row('ours, by the API', oursMs)];
  return {
    section: { title: `Full sync of ${objects} objects, ${paceWords(writeMs)}`, rows, figures, notes },
    undisturbed: { sent: first.sent, state: first.state, workerMb: first.workerMb },
  };
}

function paceWords(writeMs: number): string {
  return writeMs > 0 ? `each write answered after ${writeMs} ms, as by a Kong` : 'each write answered at once';
}

async function measured(stage: Stage, objects: number, writeMs: number): Promise<FullSync> {
  await stage.gateway.pace(writeMs);
  const { costs, result } = await statementCosts(stage.database.pool, () => fill(stage, objects));
  const { worker, ms } = result;
  const workerMb = await peakMemoryMb(worker.pid);
  await stage.quiet();
  const { gateway } = stage;
  return {
    ms,
    workerMb,
    costs,
    counts: await gateway.counts(),
    sent: await gateway.sent(),
    state: await gateway.state(),
  };
}

export function onFreshGateway<T>(writeMs: number, work: (gateway: FakeGateway) => Promise<T>): Promise<T> {
  return withStops(async (later) => {
    const gateway = await FakeGateway.start();
    later(() => gateway.stop());
    await gateway.pace(writeMs);
    return work(gateway);
  });
}

function costNotes(costs: StatementCost[], objects: number): string[] {
  const sum = (of: (cost: StatementCost) => number): number => costs.reduce((total, cost) => total + of(cost), 0);
  const each = (calls: number, ms: number): string =>
    `${(calls / objects).toFixed(3)} statements and ${(ms / objects).toFixed(3)} ms of PostgreSQL an object`;
  const most = [...costs].sort((a, b) => b.ms - a.ms).slice(0, 8);
  return [
    `The database: ${each(
      sum(({ calls }) => calls),
      sum(({ ms }) => ms),
    )}; the dearest:`,
    ...most.map(({ calls, ms, text }) => `  ${each(calls, ms)}: ${text}`),
  ];
}
