import { jest } from '@jest/globals';
import { expectProblem, expectStatus, waitUntil } from '#testing';
import { AdoptedGateway } from '../../test-support/adopted-gateway.js';

const TILL_KEY = 'till-0123456789abcdefghij';
const KIOSK_KEY = 'kiosk-0123456789abcdefghij';

jest.setTimeout(180_000);

let gateway: AdoptedGateway;

beforeEach(async () => {
  gateway = await AdoptedGateway.start();
});
afterEach(() => gateway.stop());

/** Orders for a group with a limit, stock for whoever has a key, and two callers. */
async function addShop() {
  const orders = await gateway.addApi('orders', '/orders', 'buyers');
  const stock = await gateway.addApi('stock', '/stock', null);
  const till = await gateway.addConsumer('till', TILL_KEY, ['buyers']);
  const kiosk = await gateway.addConsumer('kiosk', KIOSK_KEY, []);
  await gateway.limit(60, { service: orders.serviceId });
  await gateway.limit(5, { service: orders.serviceId, consumer: till });
  return { orders, stock, till, kiosk };
}

const has = (kind: 'services' | 'routes' | 'consumers', id: string) => gateway.kong.model.get(kind, id) !== undefined;

it('takes over a gateway while its clients call, and not one call fails', async () => {
  const { orders, stock, till, kiosk } = await addShop();
  await gateway.work();
  const calls = [gateway.keepCalling('/orders/1', TILL_KEY), gateway.keepCalling('/stock/1', KIOSK_KEY)];

  const { id, preview } = await gateway.preview();
  expect(preview).toMatchObject({ servicesTotal: 2, applicationsTotal: 2, keysTotal: 2, notAdoptedTotal: 0 });
  expect(preview!.services.map(({ slug, plans, subscriptions }) => ({ slug, plans, subscriptions }))).toEqual(
    expect.arrayContaining([
      { slug: 'orders', plans: ['60 per minute', '5 per minute'], subscriptions: 1 },
      { slug: 'stock', plans: ['unlimited, closed to new subscriptions'], subscriptions: 2 },
    ]),
  );
  await gateway.apply(id);
  const done = await gateway.finishes(id);
  expect(done).toMatchObject({ state: 'done', error: null, toRemove: 0, removed: 6 });

  for (const { stop } of calls) {
    const { calls: count, failures } = await stop();
    expect(failures).toEqual([]);
    expect(count).toBeGreaterThan(10);
  }
  for (const { serviceId, routeId } of [orders, stock]) {
    expect([has('services', serviceId), has('routes', routeId)]).toEqual([false, false]);
  }
  expect([has('consumers', till), has('consumers', kiosk)]).toEqual([false, false]);
  expect(await gateway.call('/orders/1', TILL_KEY)).toEqual({ status: 200, service: 'orders.v1' });
  expect(await gateway.call('/orders/1', KIOSK_KEY)).toMatchObject({ status: 403 });
  expect(await gateway.call('/stock/1', 'unknown')).toMatchObject({ status: 401 });
  await expectCatalogue(id);
});

/** Private services, closed plans, applications, and keys that show nothing but their ends. */
async function expectCatalogue(adoptionId: string): Promise<void> {
  const { prisma } = gateway.api.database;
  const services = await prisma.service.findMany({ include: { plans: true, versions: true, grants: true } });
  expect(services.map(({ visibility, grants }) => [visibility, grants.length])).toEqual([
    ['private', 1],
    ['private', 1],
  ]);
  expect(services.flatMap(({ versions }) => versions.map(({ everywhere, state }) => [everywhere, state]))).toEqual([
    [false, 'published'],
    [false, 'published'],
  ]);
  const plans = services.flatMap((service) => service.plans);
  expect(plans.map(({ slug, approval, archivedAt }) => [slug, approval, archivedAt !== null]).sort()).toEqual([
    ['5-per-minute', 'manual', false],
    ['60-per-minute', 'manual', false],
    ['unlimited', 'manual', true],
  ]);
  const credentials = await prisma.credential.findMany({ orderBy: { prefix: 'asc' } });
  expect(credentials.map(({ prefix, lastFour }) => [prefix, lastFour])).toEqual([
    ['kios', 'ghij'],
    ['till', 'ghij'],
  ]);
  const everything = await gateway.api.database.pool.query('SELECT preview::text, options::text FROM adoption');
  expect(JSON.stringify(everything.rows) + gateway.api.logs.join()).not.toContain(TILL_KEY);
  const actions = (await prisma.auditEntry.findMany({ where: { subjectId: adoptionId } })).map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(['adoption.previewed', 'adoption.requested', 'adoption.applied', 'adoption.switched']),
  );
  const madeOf = async (action: string) => prisma.auditEntry.findMany({ where: { action }, orderBy: { id: 'asc' } });
  const [ofServices, ofApplications] = [await madeOf('service.adopted'), await madeOf('application.adopted')];
  expect(ofServices.map(({ subjectId }) => subjectId).sort()).toEqual(services.map(({ id }) => id).sort());
  expect(ofServices[0]!.after).toMatchObject({ adoptionId, versionsTotal: 1, versions: [{ id: expect.any(String) }] });
  const named = ofApplications.map(({ after }) => after as { keys: { id: string }[]; subscriptionsTotal: number });
  expect(named.flatMap(({ keys }) => keys.map(({ id }) => id)).sort()).toEqual(credentials.map(({ id }) => id).sort());
  expect(named.reduce((sum, { subscriptionsTotal }) => sum + subscriptionsTotal, 0)).toBe(3);
}

it('leaves what was not chosen as it is, takes over the rest later, and names what is served already', async () => {
  const { orders, stock, till } = await addShop();
  await gateway.work();
  const first = await gateway.preview();
  const key = first.preview!.services.find(({ slug }) => slug === 'orders')!.key;
  await gateway.apply(first.id, { services: [key] });
  expect((await gateway.finishes(first.id)).state).toBe('done');
  expect([has('routes', orders.routeId), has('routes', stock.routeId), has('consumers', till)]).toEqual([
    false,
    true,
    true,
  ]);
  expect(await gateway.call('/stock/1', TILL_KEY)).toEqual({ status: 200, service: 'stock' });
  expect(await gateway.call('/orders/1', TILL_KEY)).toEqual({ status: 200, service: 'orders.v1' });

  const calls = gateway.keepCalling('/stock/1', TILL_KEY);
  const second = await gateway.preview();
  expect(second.preview).toMatchObject({ servicesTotal: 1, applicationsTotal: 2, keysTotal: 1 });
  await gateway.apply(second.id);
  expect((await gateway.finishes(second.id)).state).toBe('done');
  expect((await calls.stop()).failures).toEqual([]);
  expect(await gateway.call('/stock/1', TILL_KEY)).toEqual({ status: 200, service: 'stock.v1' });
  expect(await gateway.api.database.prisma.application.count()).toBe(2);
  expect(has('consumers', till)).toBe(false);

  await gateway.addApi('orders-again', '/orders', null);
  const { preview } = await gateway.preview();
  expect(preview!.servicesTotal).toBe(0);
  expect(preview!.notAdopted).toContainEqual({
    kind: 'services',
    name: 'orders-again',
    reason: '/orders is served by orders, and this is at /orders.',
  });
});

it('does nothing that nobody accepted, and nothing other than what was shown', async () => {
  await addShop();
  await gateway.work();
  const { id } = await gateway.preview();
  const body = { serviceTeam: 'shop', applicationTeam: 'callers' };
  const problem = expectProblem(await gateway.post(`/${id}/apply`, body), 422, 'adoption.warnings');
  expect(problem.errors.map(({ message }: { message: string }) => message)).toContainEqual(
    expect.stringMatching(/X-Consumer headers/),
  );
  expectProblem(await gateway.post(`/${id}/apply`, { ...body, serviceTeam: 'callers' }), 409, 'team.not_provider');
  expectProblem(await gateway.post(`/${id}/apply`, { ...body, services: ['no'] }), 400, 'request.invalid');
  expect((await gateway.adoption(id)).state).toBe('previewed');

  await gateway.addConsumer('late', 'late-0123456789abcdefghij', ['buyers']);
  await gateway.apply(id);
  expect(await gateway.reaches(id, 'failed')).toMatchObject({ error: expect.stringMatching(/Read it again/) });
  expect(await gateway.api.database.prisma.service.count()).toBe(0);
});

it('leaves theirs alone while ours are not in effect, says so, and goes on when somebody asks', async () => {
  const { orders } = await addShop();
  await gateway.work();
  gateway.kong.plan = ({ body }) => (body.includes('"/orders"') ? { kind: 'refuse', status: 400 } : undefined);
  const { id } = await gateway.preview();
  await gateway.apply(id);
  await gateway.reaches(id, 'switching');
  gateway.aheadMs += 31 * 60_000;
  expect(await gateway.reaches(id, 'failed')).toMatchObject({
    error: expect.stringMatching(/not in effect.*Nothing of others was removed.*The gateway said: /s),
    removed: 0,
  });
  expect(has('routes', orders.routeId)).toBe(true);
  gateway.kong.plan = undefined;
  const { id: kioskKey } = gateway.kong.model.credentialByKey(KIOSK_KEY)!;
  await fetch(`${gateway.kong.url}/key-auths/${kioskKey}`, { method: 'DELETE' });
  await gateway.apply(id);
  expect((await gateway.finishes(id)).state).toBe('done');
  expect(await gateway.api.database.prisma.service.count()).toBe(2);
  // What its owner took away meanwhile does not live on with us.
  await waitUntil('the key to be refused', async () => (await gateway.call('/stock/1', KIOSK_KEY)).status === 401);
  expect(await gateway.call('/stock/1', TILL_KEY)).toMatchObject({ status: 200 });
});

it('goes on after its worker was stopped at any time, and makes nothing twice', async () => {
  await addShop();
  await gateway.work();
  const calls = gateway.keepCalling('/orders/1', TILL_KEY);
  const { id } = await gateway.preview();
  const blocker = await gateway.api.database.pool.connect();
  await blocker.query('BEGIN; LOCK TABLE application IN EXCLUSIVE MODE');
  await gateway.apply(id);
  const blocked = await killBlocked();
  expect(blocked).toBe(1);
  expect(await gateway.api.database.prisma.service.count()).toBe(2);
  expect(await gateway.api.database.prisma.application.count()).toBe(0);
  await blocker.query('ROLLBACK');
  blocker.release();
  await gateway.api.database.pool.query(
    `UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL`,
  );
  expect((await gateway.finishes(id)).state).toBe('done');
  expect((await calls.stop()).failures).toEqual([]);
  const { prisma } = gateway.api.database;
  expect([await prisma.service.count(), await prisma.application.count(), await prisma.credential.count()]).toEqual([
    2, 2, 2,
  ]);
});

/** Cuts the connection that waits for a lock, as a kill would. */
function killBlocked(): Promise<number> {
  return waitUntil('somebody to wait for the lock', async () => {
    const { rowCount } = await gateway.api.database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO application%'`,
    );
    return rowCount === 0 ? null : rowCount;
  });
}

it('says why a gateway cannot be read', async () => {
  await gateway.work();
  gateway.kong.plan = () => ({ kind: 'cut' });
  const { state, error } = await gateway.preview();
  expect([state, error]).toEqual(['failed', expect.stringMatching(/./)]);
  const { id } = expectStatus(await gateway.post(''), 202);
  const body = { serviceTeam: 'shop', applicationTeam: 'callers', acceptWarnings: true };
  await gateway.reaches(id, 'failed');
  expectProblem(await gateway.post(`/${id}/apply`, body), 409, 'adoption.not_ready');
});

it('reads again where the job that read has given up', async () => {
  const { id } = expectStatus(await gateway.post(''), 202);
  await gateway.api.database.pool.query('DELETE FROM graphile_worker._private_jobs');
  expect(expectStatus(await gateway.post(''), 202).id).toBe(id);
  await gateway.work();
  expect((await gateway.reaches(id, 'previewed')).error).toBeNull();
});

it('takes over what has names that no page should show', async () => {
  const long = 'x'.repeat(1_000);
  await gateway.addApi(`orders${long}`, '/orders', null);
  await gateway.addApi('open', `/open/${long}`, null);
  await gateway.addConsumer(`till\u202E${long}`, TILL_KEY, []);
  await gateway.work();
  const { id, preview } = await gateway.preview();
  expect(JSON.stringify(preview).length).toBeLessThan(3_000);
  expect(preview!.applications[0]!.foundAs).toBe(`till\uFFFD${'x'.repeat(195)}`);
  await gateway.apply(id);
  expect((await gateway.finishes(id)).state).toBe('done');
  expect(await gateway.call('/orders/1', TILL_KEY)).toMatchObject({ status: 200 });
  const [application] = await gateway.api.database.prisma.application.findMany();
  expect(application!.description.length).toBeLessThan(300);
});
