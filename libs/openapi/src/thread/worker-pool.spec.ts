import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { compareSpecs } from './compare-specs.js';
import { lintSpec } from './lint-spec.js';
import { closeSpecWorkers } from './worker-pool.js';

const SMALL = Buffer.from('{"openapi":"3.0.0","info":{"title":"a","version":"1"},"paths":{"/a":{"get":{}}}}');
/** YAML that keeps a thread busy for long. */
const LARGE = Buffer.from(`openapi: 3.0.0\nx-large:\n${'  - {a: [1, 2, {b: c}]}\n'.repeat(600_000)}`);

afterAll(closeSpecWorkers);
afterEach(() => jest.restoreAllMocks());

describe('work that nobody wants any more', () => {
  it('leaves the line where it waits; where it runs its thread is ended, and the turn is passed on', async () => {
    const terminate = jest.spyOn(Worker.prototype, 'terminate');
    const post = jest.spyOn(Worker.prototype, 'postMessage');
    const [runs, waits] = [new AbortController(), new AbortController()];
    const reason = new Error('gone');
    const running = compareSpecs(LARGE, SMALL, { signal: runs.signal });
    const waiting = lintSpec(SMALL, { rules: {} }, { signal: waits.signal });
    const next = compareSpecs(SMALL, SMALL);
    waits.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    while (post.mock.calls.length === 0) await nextTurn();
    expect(terminate).not.toHaveBeenCalled();
    runs.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(terminate).toHaveBeenCalledTimes(1);
    expect((await next).changes).toEqual([]);
    expect(terminate).toHaveBeenCalledTimes(1);
  });

  it('is not begun when that is known before', async () => {
    const post = jest.spyOn(Worker.prototype, 'postMessage');
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(compareSpecs(SMALL, SMALL, { signal })).rejects.toThrow('gone');
    expect(post).not.toHaveBeenCalled();
  });
});
