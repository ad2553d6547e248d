import { monitorEventLoopDelay } from 'node:perf_hooks';
import { closeSpecWorkers, readSpec, SpecFault } from '#openapi';

const ROUNDS = 50;
const RESOLUTION_MS = 1;
const SMALL = Buffer.from('openapi: 3.1.0\npaths: {}\n');

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

/** Small documents that stand for very much. */
const documents: Record<string, string> = {
  'alias-bomb': `l0: &l0 lol\n${lines(12, (n) => `l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(9)}]`)}`,
  'merge-loop': 'a: &a\n  <<: *a\n  b: 1',
  'merges-that-multiply': `m0: &m0 {k: 1}\n${lines(30, (n) => `m${n + 1}: &m${n + 1}\n  <<: [*m${n}, *m${n}]`)}`,
  'anchors-without-number': lines(2_000, (n) => `- &a${n} x\n- *a${n}`),
};

/** Milliseconds until whoever sent the document hears that it is refused. */
async function refuse(text: string): Promise<number> {
  const bytes = Buffer.from(text);
  const startedMs = performance.now();
  const error: unknown = await readSpec(bytes).catch((fault: unknown) => fault);
  if (!(error instanceof SpecFault)) throw new Error('The document was not refused.');
  return performance.now() - startedMs;
}

/** Reads hostile documents as the product does, in a thread, and says how long each took to be refused. */
await readSpec(SMALL);
const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
loop.enable();
const longestMs: Record<string, number> = {};
for (const [name, text] of Object.entries(documents)) {
  longestMs[name] = 0;
  for (let round = 0; round < ROUNDS; round++) longestMs[name] = Math.max(longestMs[name], await refuse(text));
}
loop.disable();
await closeSpecWorkers();
console.log(JSON.stringify({ longestMs, loopMs: loop.max / 1e6 }));
