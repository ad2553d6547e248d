import { expectStatus } from '#testing';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { startSweptGateway, type SweptGateway } from '../../test-support/swept-gateway.js';

let kong: SweptGateway;
let api: TestApp;
let admin: TestUser;

beforeEach(async () => {
  kong = await startSweptGateway();
  api = await startTestApp({ databaseUrl: kong.database.url });
  admin = await api.addUser('admin', 'admin');
});
afterEach(async () => {
  await api.stop();
  await kong.close();
});

const at = (rest: string) => `/v1/gateways/${kong.gatewayId}/${rest}`;

describe('what others have put there', () => {
  it('is listed by kind and name, page by page', async () => {
    for (const name of ['c', 'a', 'b'])
      await fetch(`${kong.fake.url}/services`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, host: 'x.internal' }),
      });
    await kong.sweep();
    const page = async (query: string) =>
      expectStatus(await api.http.get(at(`foreign${query}`), { token: admin.token }), 200);
    const first = await page('?limit=2');
    expect(first.items).toMatchObject([{ kind: 'services', name: 'a' }, { name: 'b' }]);
    expect(await page(`?cursor=${first.nextCursor}`)).toMatchObject({ items: [{ name: 'c' }], nextCursor: null });
  });
});

describe('a sweep on demand', () => {
  it('is one job, at once, however often it is asked for', async () => {
    for (let turn = 0; turn < 2; turn++) expectStatus(await api.http.post(at('sweep'), { token: admin.token }), 202);
    expect(
      await kong.sql(
        'SELECT key, task_identifier AS task, queue_name AS queue, run_at <= now() AS due FROM graphile_worker.jobs',
      ),
    ).toEqual([{ key: `sweep-gateway:${kong.gatewayId}`, task: 'sweep-gateway', queue: 'sweep', due: true }]);
  });
});
