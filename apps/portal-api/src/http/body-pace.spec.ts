import { jest } from '@jest/globals';
import type { Fault } from '#domain';
import { MIN_PACE_BYTES, PACE_WINDOW_MS, watchPace } from './body-pace.js';

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => jest.useRealTimers());

async function pass(ms: number): Promise<void> {
  jest.advanceTimersByTime(ms);
  await new Promise((turn) => setImmediate(turn));
}

it('says so once less than 64 kB has come within 10 s, and not before', async () => {
  const faults: Fault[] = [];
  let received = 0;
  const end = watchPace(
    () => received,
    (fault) => faults.push(fault),
  );
  for (let window = 0; window < 5; window++) {
    received += MIN_PACE_BYTES;
    await pass(PACE_WINDOW_MS);
  }
  received += MIN_PACE_BYTES - 1;
  await pass(PACE_WINDOW_MS - 1);
  expect(faults).toEqual([]);
  await pass(1);
  expect(faults).toEqual([
    expect.objectContaining({
      code: 'request.too_slow',
      message: 'The body came too slowly: less than 64 kB came within 10 s. Send it over a faster connection.',
    }),
  ]);
  end();
  await pass(10 * PACE_WINDOW_MS);
  expect(faults).toHaveLength(1);
  expect(jest.getTimerCount()).toBe(0);
});

it('takes in first what has come while the process was busy', async () => {
  const tooSlow = jest.fn();
  let received = 0;
  const end = watchPace(() => received, tooSlow);
  setImmediate(() => (received = MIN_PACE_BYTES));
  await pass(PACE_WINDOW_MS);
  end();
  expect(tooSlow).not.toHaveBeenCalled();
});
