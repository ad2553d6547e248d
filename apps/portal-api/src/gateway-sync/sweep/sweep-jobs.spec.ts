import { startSweptGateway, type SweptGateway } from '../../../test-support/swept-gateway.js';
import { Database } from '../../database/database.js';
import { SweepJobsStore } from './sweep-jobs.store.js';

let kong: SweptGateway;
let jobs: SweepJobsStore;
beforeAll(async () => {
  kong = await startSweptGateway();
  jobs = kong.context.get(SweepJobsStore);
});
afterAll(() => kong.close());
beforeEach(async () => {
  await kong.sql('DELETE FROM graphile_worker._private_jobs');
  await kong.sql('UPDATE gateway SET swept_at = NULL');
});

const dueInMinutes = async () =>
  (
    await kong.sql<{ minutes: number }>(
      'SELECT extract(epoch FROM run_at - now())::float8 / 60 AS minutes FROM graphile_worker.jobs',
    )
  ).map(({ minutes }) => minutes);

it('gives a gateway that was never swept one sweep within the time between two', async () => {
  expect([await jobs.enqueueDue(10), await jobs.enqueueDue(10)]).toEqual([1, 0]);
  const [minutes] = await dueInMinutes();
  expect(minutes).toBeGreaterThan(-1);
  expect(minutes).toBeLessThan(10);
});

it('has the next sweep follow the last one that came to its end', async () => {
  await kong.sql(`UPDATE gateway SET swept_at = now() - interval '4 minutes'`);
  await jobs.enqueueDue(10);
  expect((await dueInMinutes())[0]).toBeCloseTo(6, 0);
});

it('brings a sweep forward when the time between two was made shorter', async () => {
  await kong.sql(`UPDATE gateway SET swept_at = now()`);
  await jobs.enqueueDue(1440);
  expect([await jobs.enqueueDue(10), await jobs.enqueueDue(10)]).toEqual([1, 0]);
  expect((await dueInMinutes())[0]).toBeCloseTo(10, 0);
});

it('gives another sweep to a gateway whose job has failed for good', async () => {
  await jobs.enqueueDue(10);
  await kong.sql('UPDATE graphile_worker._private_jobs SET attempts = max_attempts');
  expect(await jobs.enqueueDue(10)).toBe(1);
  expect(await jobs.enqueueDue(10)).toBe(0);
});

it('has one that is asked for run at once, in place of the one that waits', async () => {
  await kong.sql(`UPDATE gateway SET swept_at = now()`);
  await jobs.enqueueDue(10);
  await kong.context.get(Database).transaction((tx) => jobs.enqueueNow(tx, kong.gatewayId));
  const [minutes, ...more] = await dueInMinutes();
  expect([minutes! <= 0, more]).toEqual([true, []]);
});
