import { readKept, SpecFault } from '#openapi';

const ROUNDS = 50;
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

/** Milliseconds until the document is refused. */
function refuse(text: string): number {
  const bytes = Buffer.from(text);
  const startedMs = performance.now();
  try {
    readKept(bytes);
  } catch (error) {
    if (error instanceof SpecFault) return performance.now() - startedMs;
    throw error;
  }
  throw new Error('The document was not refused.');
}

/** Reads hostile documents as the product does, and says how long each took to be refused. */
readKept(SMALL);
const longestMs: Record<string, number> = {};
for (const [name, text] of Object.entries(documents)) {
  longestMs[name] = 0;
  for (let round = 0; round < ROUNDS; round++) longestMs[name] = Math.max(longestMs[name], refuse(text));
}
console.log(JSON.stringify({ longestMs }));
