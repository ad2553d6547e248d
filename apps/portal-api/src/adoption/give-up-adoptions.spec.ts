import { jest } from '@jest/globals';
import { expectStatus, waitUntil } from '#testing';
import { AdoptedGateway } from '../../test-support/adopted-gateway.js';

const KEY = 'till-0123456789abcdefghij';

jest.setTimeout(180_000);

let gateway: AdoptedGateway;

beforeEach(async () => {
  gateway = await AdoptedGateway.start();
  await gateway.addApi('orders', '/orders', null);
  await gateway.addConsumer('till', KEY, []);
});
afterEach(() => gateway.stop());

const sql = (text: string) => gateway.api.database.pool.query(text);
const lookForAbandoned = () => sql(`SELECT graphile_worker.add_job('give-up-adoptions', '{}')`);

/** Stops at the first look at whether ours is in effect. */
async function switching(): Promise<string> {
  await gateway.work();
  gateway.kong.plan = ({ method, body }) =>
    method === 'PUT' && body.includes('"/orders"') ? { kind: 'refuse', status: 400 } : undefined;
  const { id } = await gateway.preview();
  await gateway.apply(id);
  await gateway.reaches(id, 'switching');
  return id;
}

it('gives one back that is being read by nobody', async () => {
  const { id } = expectStatus(await gateway.post(''), 202);
  await sql('DELETE FROM graphile_worker._private_jobs');
  await gateway.work();
  await lookForAbandoned();
  expect(await gateway.reaches(id, 'failed')).toMatchObject({
    error: expect.stringMatching(/^Its work was broken off/),
  });
  expect((await gateway.preview()).state).toBe('previewed');
});

it('gives one back whose job is lost while it is applied, and goes on when somebody asks', async () => {
  await gateway.work();
  const { id } = await gateway.preview();
  await gateway.stopWorking();
  await gateway.apply(id);
  await sql('DELETE FROM graphile_worker._private_jobs');
  await gateway.work();
  await lookForAbandoned();
  expect(await gateway.reaches(id, 'failed')).toMatchObject({
    error: expect.stringMatching(/^Its work was broken off/),
  });
  await gateway.apply(id);
  expect((await gateway.finishes(id)).state).toBe('done');
});

it('gives one back whose job has failed five times, with what it said, and leaves those alone that may still succeed', async () => {
  const id = await switching();
  await gateway.stopWorking();
  const fail = (attempts: number) =>
    sql(`UPDATE graphile_worker._private_jobs SET attempts = ${attempts}, run_at = now() + interval '1 hour',
      last_error = 'disk full for ${'0a'.repeat(20)}' || chr(10) || 'at /srv/x.js' WHERE key = 'switch-adoption:${id}'`);
  expect((await fail(4)).rowCount).toBe(1);
  await gateway.work();
  await lookForAbandoned();
  expect((await gateway.adoption(id)).state).toBe('switching');
  await fail(5);
  await lookForAbandoned();
  const { error } = await gateway.reaches(id, 'failed');
  expect(error).toBe(
    'It failed 5 times and was given up: disk full for … Ask for it again; the log of the worker says more.',
  );
  gateway.kong.plan = undefined;
  await gateway.apply(id);
  expect((await gateway.finishes(id)).state).toBe('done');
});

it('asks a person when the gateway has not answered for half an hour, and goes on from there', async () => {
  const id = await switching();
  const { prisma } = gateway.api.database;
  await waitUntil('the key to be live', () =>
    prisma.credentialConfirmation.count({ where: { liveAt: { not: null } } }),
  );
  // What a push found cut would wait for the gateway, and keep the switch waiting with it.
  const onItsWay = 'SELECT FROM sync_scope WHERE (applied < wished AND failed_at IS NULL) OR locked_by IS NOT NULL';
  await waitUntil('nothing to be on its way', async () => (await sql(onItsWay)).rowCount === 0);
  gateway.kong.plan = () => ({ kind: 'cut' });
  // All of ours is believed to be in effect, so that the gateway itself is looked at next.
  await sql(`UPDATE sync_scope SET applied = wished, confirmed_at = now() + interval '1 hour'`);
  await waitUntil('the silence to be noted', async () => {
    const { options } = await prisma.adoption.findUniqueOrThrow({ where: { id } });
    return (options as { failingSince?: string }).failingSince;
  });
  gateway.aheadMs += 31 * 60_000;
  expect(await gateway.reaches(id, 'failed')).toMatchObject({ error: expect.stringMatching(/connection|reached/) });
  gateway.kong.plan = undefined;
  await gateway.apply(id);
  expect((await gateway.finishes(id)).state).toBe('done');
  expect(await gateway.call('/orders/1', KEY)).toMatchObject({ status: 200 });
});
