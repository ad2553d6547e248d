import { expectProblem, expectStatus } from '#testing';
import { addGateway } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { CredentialsStore } from './credentials.store.js';
import { ExpireKeys } from './expire-keys.js';
import { MAX_ACTIVE_KEYS_PER_APPLICATION } from './issue-key.js';

let api: TestApp;
let dana: TestUser;
let expireKeys: ExpireKeys;
let aheadMs = 0;
beforeAll(async () => {
  api = await startTestApp({ clock: { now: () => new Date(Date.now() + aheadMs) } });
  dana = await api.addUser('dana');
  await addGateway(api, 'first');
  await addGateway(api, 'second');
  const get = <T>(type: abstract new (...parameters: never[]) => T) => api.app.get<T>(type, { strict: false });
  expireKeys = new ExpireKeys(get(UnitOfWork), get(CredentialsStore), get(SyncWishesStore));
});
afterEach(() => {
  aheadMs = 0;
});
afterAll(() => api.stop());

async function newApplication(name: string): Promise<string> {
  return expectStatus(await api.http.post('/v1/applications', { token: dana.token, body: { name } }), 201).id;
}

const issue = (application: string, expiresAt?: string) =>
  api.http.post(`/v1/applications/${application}/credentials`, {
    token: dana.token,
    body: { name: 'production', expiresAt },
  });

async function wishes(application: string): Promise<number[]> {
  const found = await api.database.prisma.syncScope.findMany({ where: { scope: `application:${application}` } });
  return found.map(({ wished }) => wished);
}

it('shows a key as expired from its time on, and lets another one take its place', async () => {
  const application = await newApplication('Till');
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const { credential } = expectStatus(await issue(application, expiresAt), 201);
  expect(credential).toMatchObject({ state: 'active', expiresAt });
  for (let index = 1; index < MAX_ACTIVE_KEYS_PER_APPLICATION; index++) expectStatus(await issue(application), 201);
  expectProblem(await issue(application), 409, 'credential.limit_reached');
  aheadMs = 61_000;
  const path = `/v1/applications/${application}/credentials/${credential.id}`;
  expect(expectStatus(await api.http.get(path, { token: dana.token }), 200).state).toBe('expired');
  expectStatus(await issue(application), 201);
});

it('tells every gateway of an expired key once, and of no other key', async () => {
  const application = await newApplication('Kiosk');
  const { credential } = expectStatus(await issue(application, new Date(Date.now() + 60_000).toISOString()), 201);
  expect(await expireKeys.run()).toBe(0);
  await api.database.prisma.$executeRaw`
    UPDATE credential SET expires_at = now() - interval '1 second' WHERE id = ${credential.id}::uuid`;
  await api.database.prisma.$executeRaw`
    UPDATE sync_scope SET wished_at = now() - interval '1 hour' WHERE scope = ${`application:${application}`}`;
  expect(await expireKeys.run()).toBe(1);
  expect(await expireKeys.run()).toBe(0);
  expect(await wishes(application)).toEqual([2, 2]);
});
