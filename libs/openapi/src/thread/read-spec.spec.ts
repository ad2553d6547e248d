import { gunzipSync } from 'node:zlib';
import { keptComponents, keptOperations, keptTags, Reaches } from '../kept-reading.js';
import { MAX_SPEC_BYTES, MAX_SPEC_WORKERS } from '../limits.js';
import { readSpec } from './read-spec.js';
import { closeSpecWorkers } from './worker-pool.js';
import { readSpecHere } from '../read-spec-here.js';

afterAll(closeSpecWorkers);

const document = (operationCount: number): Buffer => {
  const schemas = Object.fromEntries(
    Array.from({ length: operationCount }, (_, n) => [`S${n}`, { description: 'x'.repeat(900), items: {} }]),
  );
  const paths = Object.fromEntries(
    Array.from({ length: operationCount }, (_, n) => [
      `/p${n}`,
      { get: { parameters: [{ in: 'query', name: 'q', schema: { $ref: `#/components/schemas/S${n}` } }] } },
    ]),
  );
  return Buffer.from(JSON.stringify({ openapi: '3.1.0', info: { title: 'T' }, paths, components: { schemas } }));
};
/** YAML that keeps a worker busy for far longer than the deadlines given here. */
const slow = Buffer.from(`openapi: 3.0.0\nx-slow:\n${'  - {a: [1, 2, {b: c}]}\n'.repeat(600_000)}`);

describe('readSpec', () => {
  it('reads in a thread what readSpecHere reads, in several batches', async () => {
    const bytes = document(2_000);
    const before = Buffer.from(bytes);
    const here = readSpecHere(bytes);
    const reaches = new Reaches(here.components);
    const operations = [...keptOperations(here, reaches)];
    const operationTags = [...keptTags(here)];
    const components = [...keptComponents(here)];
    const { gzip, ...reading } = await readSpec(bytes);
    const rows = { operations: [...reading.operations], components: [...reading.components] };
    const head = { ...here, operationCount: 2_000, reaches: reaches.lists };
    expect({ ...reading, ...rows }).toEqual({ ...head, operations, operationTags, components });
    expect(gunzipSync(gzip!).equals(bytes)).toBe(true);
    expect(bytes.equals(before)).toBe(true);
  });

  it('reads a document where it lies in shared memory', async () => {
    const bytes = document(10);
    const shared = Buffer.from(new SharedArrayBuffer(bytes.byteLength));
    shared.set(bytes);
    const [here, there] = [await readSpec(bytes), await readSpec(shared)];
    expect(there).toEqual(here);
    expect(shared.equals(bytes)).toBe(true);
  });

  it('passes refusals on, and the thread goes on', async () => {
    await expect(readSpec(Buffer.from('{'))).rejects.toMatchObject({ name: 'SpecFault', code: 'spec.unreadable' });
    await expect(readSpec(Buffer.from('a: 1'))).rejects.toMatchObject({ code: 'spec.not_openapi' });
    expect((await readSpec(document(1))).operations).toHaveLength(1);
  });

  it('refuses what is too large without waking a thread', async () => {
    await expect(readSpec(Buffer.alloc(MAX_SPEC_BYTES + 1))).rejects.toMatchObject({ code: 'spec.too_large' });
  });

  it('reads more documents at once than it has threads, each rightly', async () => {
    const sizes = Array.from({ length: MAX_SPEC_WORKERS * 4 }, (_, n) => n + 1);
    const readings = await Promise.all(sizes.map((size) => readSpec(document(size))));
    expect(readings.map((reading) => reading.operations.length)).toEqual(sizes);
  });

  it('ends a reading that takes too long, and reads the next', async () => {
    await expect(readSpec(slow, { deadlineMs: 300 })).rejects.toMatchObject({
      code: 'spec.too_complex',
      message: expect.stringContaining('longer than 1 s'),
    });
    expect((await readSpec(document(1))).operations).toHaveLength(1);
  });

  it('stops when nobody waits for it any more, and reads the next', async () => {
    const gone = new AbortController();
    const reading = readSpec(slow, { signal: gone.signal });
    gone.abort(new Error('gone'));
    await expect(reading).rejects.toThrow('gone');
    expect((await readSpec(document(1))).operations).toHaveLength(1);
  });

  it('leaves the event loop free while it reads', async () => {
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 1);
    await readSpec(slow, { deadlineMs: 500 }).catch(() => undefined);
    clearInterval(turning);
    // Where the document is read in this thread, no timer runs before it is read.
    expect(turns).toBeGreaterThan(5);
  });
});
