import { jest } from '@jest/globals';
import type { CredentialSyncDto } from '#contract';
import { expectStatus, waitUntil } from '#testing';
import { AdoptedGateway } from '../../test-support/adopted-gateway.js';

const TILL_KEY = 'till-0123456789abcdefghij';
const OTHER_KEY = 'othr-0123456789abcdefghij';

jest.setTimeout(180_000);

let gateway: AdoptedGateway;

beforeEach(async () => {
  gateway = await AdoptedGateway.start();
  await gateway.addApi('orders', '/orders', 'buyers');
  await gateway.addApi('stock', '/stock', null);
  const till = await gateway.addConsumer('till', TILL_KEY, ['buyers']);
  await gateway.make(`/consumers/${till}/key-auth`, { key: OTHER_KEY });
  await gateway.work();
});
afterEach(() => gateway.stop());

/** Takes over as far as both stand beside each other for good: the real route of ours for orders is refused. */
async function adoptHalf(): Promise<string> {
  gateway.kong.plan = ({ method, body }) =>
    method === 'PUT' && body.includes('"/orders"') ? { kind: 'refuse', status: 400 } : undefined;
  const { id } = await gateway.preview();
  await gateway.apply(id);
  await gateway.reaches(id, 'switching');
  await waitUntil('both keys to be live', async () => (await confirmed({ liveAt: { not: null } })) === 2);
  return id;
}

async function adoptOrders(): Promise<void> {
  const { id, preview } = await gateway.preview();
  const { key } = preview!.services.find(({ slug }) => slug === 'orders')!;
  await gateway.apply(id, { services: [key] });
  expect((await gateway.finishes(id)).state).toBe('done');
}

const confirmed = (where: object) => gateway.api.database.prisma.credentialConfirmation.count({ where });
const callBoth = (path: string, key: string) => Promise.all([gateway.call(path, key, 0), gateway.call(path, key, 1)]);
const statuses = async (path: string, key: string) => (await callBoth(path, key)).map(({ status }) => status);

async function tillsKey() {
  const { prisma } = gateway.api.database;
  const { id, applicationId } = await prisma.credential.findFirstOrThrow({ where: { prefix: 'till' } });
  const path = `/v1/applications/${applicationId}/credentials/${id}`;
  const { token } = gateway.admin;
  return {
    id,
    applicationId,
    theirs: gateway.kong.model.credentialByKey(TILL_KEY)!.id,
    revoke: async () => expectStatus(await gateway.api.http.post(`${path}/revoke`, { token }), 202),
    shown: async (): Promise<CredentialSyncDto> =>
      expectStatus(await gateway.api.http.get(path, { token }), 200).gateways[0],
  };
}

it('removes the old key with the revocation, and says so only when no node lets it in any more', async () => {
  const adoptionId = await adoptHalf();
  const key = await tillsKey();
  expect(await statuses('/orders/1', TILL_KEY)).toEqual([200, 200]);
  for (const node of gateway.nodes) node.lag.credentialsMs = Infinity;
  gateway.kong.requests.reset();
  await key.revoke();
  await waitUntil('both to be gone from the gateway', () => {
    return Promise.resolve(gateway.kong.requests.methods.DELETE === 2 && !gateway.kong.model.credentialByKey(TILL_KEY));
  });
  const [first] = gateway.kong.requests.log.filter(({ method }) => method === 'DELETE');
  expect(first!.path).toBe(`/key-auths/${key.theirs}`);
  await waitUntil('the nodes to be asked', async () => (await key.shown()).takenAt !== null);
  expect(await key.shown()).toMatchObject({ state: 'taken', removedAt: null });
  expect(await statuses('/orders/1', TILL_KEY)).toEqual([200, 200]);

  for (const node of gateway.nodes) {
    node.lag.credentialsMs = 0;
    node.propagate();
  }
  expect(await statuses('/orders/1', TILL_KEY)).toEqual([401, 401]);
  await waitUntil('it to be called removed', async () => (await key.shown()).state === 'confirmed');
  expect(await statuses('/orders/1', OTHER_KEY)).toEqual([200, 200]);

  // That we removed it is no change by others.
  gateway.kong.plan = undefined;
  gateway.aheadMs += 31 * 60_000;
  await gateway.reaches(adoptionId, 'failed');
  await gateway.apply(adoptionId);
  expect((await gateway.finishes(adoptionId)).state).toBe('done');
  expect(await statuses('/orders/1', TILL_KEY)).toEqual([401, 401]);
  expect(await statuses('/orders/1', OTHER_KEY)).toEqual([200, 200]);
});

it('waits for the watermark, because a probe cannot ask for the old key', async () => {
  await adoptHalf();
  const key = await tillsKey();
  for (const node of gateway.nodes) node.lag.routesMs = Infinity;
  await key.revoke();
  await waitUntil('ours to be refused', async () => (await confirmed({ revokedAt: { not: null } })) === 1);
  expect(await key.shown()).toMatchObject({ state: 'taken', removedAt: null });
  for (const node of gateway.nodes) node.lag.routesMs = 0;
  await waitUntil('it to be called removed', async () => (await key.shown()).state === 'confirmed');
});

it('calls no key removed while the old one cannot be deleted, and shows why', async () => {
  await adoptHalf();
  const key = await tillsKey();
  gateway.kong.plan = ({ method, path }) =>
    method === 'DELETE' && path.endsWith(key.theirs) ? { kind: 'refuse', status: 400 } : undefined;
  await key.revoke();
  await waitUntil('the refusal', async () => (await key.shown()).error !== null);
  expect(await key.shown()).toMatchObject({ state: 'failed', removedAt: null });
  expect(await statuses('/stock/1', TILL_KEY)).toEqual([200, 200]);
  gateway.kong.plan = undefined;
  const { token } = gateway.admin;
  expectStatus(await gateway.api.http.post(`/v1/gateways/${gateway.id}/retry`, { token }), 202);
  await waitUntil('it to be called removed', async () => (await key.shown()).state === 'confirmed');
  expect(await statuses('/stock/1', TILL_KEY)).toEqual([401, 401]);
});

it('takes a key from a consumer that has stayed for another service', async () => {
  await adoptOrders();
  const key = await tillsKey();
  expect(await statuses('/stock/1', TILL_KEY)).toEqual([200, 200]);
  await key.revoke();
  await waitUntil('it to be called removed', async () => (await key.shown()).state === 'confirmed');
  expect(await statuses('/stock/1', TILL_KEY)).toEqual([401, 401]);
  expect(await statuses('/stock/1', OTHER_KEY)).toEqual([200, 200]);
});

it('takes the old key away when ours expires', async () => {
  await adoptHalf();
  const key = await tillsKey();
  const { prisma, pool } = gateway.api.database;
  await prisma.credential.update({ where: { id: key.id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
  await prisma.syncScope.updateMany({
    where: { scope: `application:${key.applicationId}` },
    data: { wishedAt: new Date(Date.now() - 3_600_000) },
  });
  await pool.query(`SELECT graphile_worker.add_job('expire-keys', '{}')`);
  await waitUntil('it to be called removed', async () => (await key.shown()).removedAt !== null);
  expect(await statuses('/stock/1', TILL_KEY)).toEqual([401, 401]);
  expect(await statuses('/stock/1', OTHER_KEY)).toEqual([200, 200]);
});

it('takes a group away with the subscription that it stood for, and no key that is good for something else', async () => {
  await adoptHalf();
  const { prisma } = gateway.api.database;
  const { id } = await prisma.subscription.findFirstOrThrow({ where: { service: { slug: 'orders' } } });
  const { token } = gateway.admin;
  const body = { reason: 'Unpaid.' };
  expectStatus(await gateway.api.http.post(`/v1/subscriptions/${id}/suspend`, { token, body }), 200);
  await waitUntil('the group to be gone', async () => (await gateway.call('/orders/1', TILL_KEY)).status === 403);
  expect(await statuses('/stock/1', TILL_KEY)).toEqual([200, 200]);
});
