import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { CredentialDto, IssuedKeyDto } from '#contract';
import { keyDigests } from '#domain';
import { uuid } from '#platform';
import { expectProblem, expectStatus, type HttpAnswer } from '#testing';
import { addGateway, addOfferedService, addTeam, type OfferedService } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { UNTOLD_ERROR } from '../gateway-sync/to-sync-status.js';
import { MAX_ACTIVE_KEYS_PER_APPLICATION } from './issue-key.js';

let api: TestApp;
let orders: OfferedService;
let dana: TestUser;
let stranger: TestUser;
let admin: TestUser;
/** Every answer of this file, for the last test. */
const answers: HttpAnswer[] = [];
const keys: string[] = [];

beforeAll(async () => {
  api = await startTestApp();
  orders = await addOfferedService(api, 'orders');
  dana = await api.addUser('dana');
  stranger = await api.addUser('stranger');
  admin = await api.addUser('admin', 'admin');
});
afterAll(() => api.stop());

async function get(user: TestUser, path: string): Promise<HttpAnswer> {
  const answer = await api.http.get(path, { token: user.token });
  answers.push(answer);
  return answer;
}

async function post(user: TestUser, path: string, body: object = {}, headers = {}): Promise<HttpAnswer> {
  const answer = await api.http.post(path, { token: user.token, body, headers });
  if (answer.status !== 201 || answer.json?.key === undefined) answers.push(answer);
  else if (answer.json.key !== null) keys.push(answer.json.key);
  else answers.push(answer);
  return answer;
}

let count = 0;
async function newApplication(user = dana, teamId?: string): Promise<string> {
  return expectStatus(await post(user, '/v1/applications', { name: `App ${count++}`, teamId }), 201).id;
}

const issue = (application: string, body: object = {}, user = dana, headers = {}) =>
  post(user, `/v1/applications/${application}/credentials`, { name: 'production', ...body }, headers);

async function confirm(application: string, gatewayId = orders.gatewayId): Promise<void> {
  await api.database.prisma.$executeRaw`
    UPDATE sync_scope SET applied = wished, applied_at = now()
    WHERE scope = ${`application:${application}`} AND gateway_id = ${gatewayId}::uuid`;
}

describe('the life of a key', () => {
  it('is given out once, shown by its ends, confirmed by the gateway, revoked, and confirmed again', async () => {
    const application = await newApplication();
    const path = `/v1/applications/${application}`;
    expectStatus(await post(dana, `${path}/subscriptions`, { service: 'orders', plan: 'free' }), 201);
    const answer = await issue(application);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { key, credential, curl }: IssuedKeyDto = expectStatus(answer, 201);
    expect(key).toMatch(/^ghl[0-9A-Za-z]{46}$/);
    expect(credential).toMatchObject({
      name: 'production',
      environment: 'live',
      prefix: key?.slice(0, 8),
      lastFour: key?.slice(-4),
      state: 'active',
      lastUsedAt: null,
      gateways: [{ gatewayId: orders.gatewayId, state: 'pending', liveAt: null, removedAt: null }],
    });
    expect(curl).toBe(`curl 'http://127.0.0.1:8000/orders/v1/orders' \\\n  -H 'apikey: ${key}'`);
    const row = await api.database.prisma.credential.findUniqueOrThrow({ where: { id: credential.id } });
    expect(row).toMatchObject({ ...keyDigests(key ?? ''), createdBy: dana.id });

    const liveAt = new Date('2026-01-02T03:04:05Z');
    const ids = { credentialId: credential.id, gatewayId: orders.gatewayId };
    await api.database.prisma.credentialConfirmation.create({ data: { ...ids, liveAt } });
    await confirm(application);
    const one = `${path}/credentials/${credential.id}`;
    expect(expectStatus(await get(dana, one), 200).gateways).toEqual([
      expect.objectContaining({ state: 'confirmed', liveAt: liveAt.toISOString(), removedAt: null }),
    ]);

    const revoked: CredentialDto = expectStatus(await post(dana, `${one}/revoke`), 202);
    expect(revoked).toMatchObject({ state: 'revoked', gateways: [{ state: 'pending', removedAt: null }] });
    const again: CredentialDto = expectStatus(await post(dana, `${one}/revoke`), 202);
    expect(again.revokedAt).toBe(revoked.revokedAt);
    const scope = await api.database.prisma.syncScope.findFirstOrThrow({
      where: { scope: `application:${application}` },
    });
    expect(scope.wished).toBe(3);
    const revokedAt = new Date('2026-01-02T03:05:00Z');
    await api.database.prisma.credentialConfirmation.update({
      where: { credentialId_gatewayId: ids },
      data: { revokedAt },
    });
    const gone: CredentialDto = expectStatus(await get(dana, one), 200);
    expect(gone.gateways[0]).toMatchObject({ state: 'confirmed', removedAt: revokedAt.toISOString() });
    const entries = await api.database.prisma.auditEntry.findMany({ where: { subjectId: credential.id } });
    expect(entries.map(({ action }) => action)).toEqual(['credential.issued', 'credential.revoked']);
  });

  it('shows that the gateway refused, and what it said to those who run it', async () => {
    const application = await newApplication();
    const { credential } = expectStatus(await issue(application), 201);
    const retryAt = new Date('2026-01-02T03:04:05Z');
    await api.database.prisma.syncScope.updateMany({
      where: { scope: `application:${application}` },
      data: { failedAt: new Date(), error: 'schema violation', retryAt },
    });
    const path = `/v1/applications/${application}/credentials/${credential.id}`;
    const refused = { state: 'failed', retryAt: retryAt.toISOString() };
    const seenBy = async (user: TestUser) => expectStatus(await get(user, path), 200).gateways;
    expect(await seenBy(admin)).toMatchObject([{ ...refused, error: 'schema violation' }]);
    expect(await seenBy(dana)).toMatchObject([{ ...refused, error: UNTOLD_ERROR }]);
  });

  it('belongs to one environment and its gateways only', async () => {
    const gatewayId = await addGateway(api, 'for-tests', 'test');
    const application = await newApplication();
    const { key, credential } = expectStatus(await issue(application, { environment: 'test' }), 201);
    expect(key).toMatch(/^ght/);
    expect(credential.gateways).toEqual([expect.objectContaining({ gatewayId, environment: 'test' })]);
  });

  it('prints no curl when there is nothing that could be called', async () => {
    expect(expectStatus(await issue(await newApplication()), 201).curl).toBeNull();
  });

  it('prints a curl that sends the key to the gateway when it is run', async () => {
    const seen: IncomingMessage[] = [];
    const gateway = createServer((request, response) => {
      seen.push(request);
      response.end('ok');
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const service = await addOfferedService(api, 'callable');
    const { port } = gateway.address() as AddressInfo;
    await api.database.prisma.gateway.update({
      where: { id: service.gatewayId },
      data: { proxyUrl: `http://127.0.0.1:${port}/` },
    });
    await api.database.prisma.version.update({
      where: { id: service.versionId },
      data: { hosts: ['*.example.com', 'api.example.com'] },
    });
    const application = await newApplication();
    const body = { service: 'callable', plan: 'free' };
    expectStatus(await post(dana, `/v1/applications/${application}/subscriptions`, body), 201);
    const { curl, key } = expectStatus(await issue(application), 201);
    await promisify(execFile)('sh', ['-c', curl]);
    gateway.close();
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/callable/v1/orders' });
    expect(seen[0]?.headers).toMatchObject({ apikey: key, host: 'api.example.com' });
  });
});

describe('what is refused', () => {
  it.each([
    { name: ' ' },
    { name: 'a\u0007b' },
    { environment: 'moon' },
    { expiresAt: 'soon' },
    { expiresAt: '2001-01-01T00:00:00Z' },
    { key: 'ghl-mine' },
  ])('%j', async (body) => {
    expectProblem(await issue(await newApplication(), body), 400, 'request.invalid');
  });

  it("is everything about another team's keys, as if they did not exist", async () => {
    const application = await newApplication();
    const { credential } = expectStatus(await issue(application), 201);
    const absent = '0198a000-0000-7000-8000-000000000000';
    for (const target of [application, absent, 'no-uuid']) {
      const path = `/v1/applications/${target}/credentials`;
      expectProblem(await get(stranger, path), 404, 'request.not_found');
      expectProblem(await issue(target, {}, stranger), 404, 'request.not_found');
      expectProblem(await get(stranger, `${path}/${credential.id}`), 404, 'request.not_found');
      expectProblem(await post(stranger, `${path}/${credential.id}/revoke`), 404, 'request.not_found');
    }
  });

  it('is a key of one application under the address of another', async () => {
    const application = await newApplication();
    const { credential } = expectStatus(await issue(application), 201);
    const own = await newApplication(stranger);
    const path = `/v1/applications/${own}/credentials/${credential.id}`;
    expectProblem(await get(stranger, path), 404, 'request.not_found');
    expectProblem(await post(stranger, `${path}/revoke`), 404, 'request.not_found');
    const row = await api.database.prisma.credential.findUniqueOrThrow({ where: { id: credential.id } });
    expect(row.revokedAt).toBeNull();
  });

  it('is issuing for a viewer, and for an admin who is not in the team; an admin may revoke', async () => {
    const teamId = await addTeam(api, 'developer', dana);
    const viewer = await api.addUser('viewer');
    await api.database.prisma.membership.create({ data: { teamId, userId: viewer.id, role: 'viewer' } });
    const application = await newApplication(dana, teamId);
    const { credential } = expectStatus(await issue(application), 201);
    const path = `/v1/applications/${application}/credentials/${credential.id}`;
    expectStatus(await get(viewer, path), 200);
    expectProblem(await issue(application, {}, viewer), 403, 'request.forbidden');
    expectProblem(await issue(application, {}, admin), 403, 'request.forbidden');
    expectProblem(await post(viewer, `${path}/revoke`), 403, 'request.forbidden');
    expectStatus(await post(admin, `${path}/revoke`), 202);
  });
});

describe('many at once', () => {
  it('issues one key for 50 requests with one Idempotency-Key, and gives it out once', async () => {
    const application = await newApplication();
    const headers = { 'idempotency-key': uuid() };
    const all = await Promise.all(Array.from({ length: 50 }, () => issue(application, {}, dana, headers)));
    const bodies: IssuedKeyDto[] = all.map((answer) => expectStatus(answer, 201));
    expect(bodies.filter(({ key }) => key !== null)).toHaveLength(1);
    expect(bodies.filter(({ curl }) => curl !== null)).toHaveLength(0);
    expect(new Set(bodies.map(({ credential }) => credential.id)).size).toBe(1);
    expect(await api.database.prisma.credential.count({ where: { applicationId: application } })).toBe(1);
    const other = await issue(application, { name: 'another' }, dana, headers);
    expectProblem(other, 422, 'request.idempotency_mismatch');
  });

  it('issues exactly as many keys as an application may have to 100 requests', async () => {
    const application = await newApplication();
    const all = await Promise.all(Array.from({ length: 100 }, () => issue(application)));
    expect(all.filter(({ status }) => status === 201)).toHaveLength(MAX_ACTIVE_KEYS_PER_APPLICATION);
    for (const answer of all.filter(({ status }) => status !== 201))
      expectProblem(answer, 409, 'credential.limit_reached');

    const list = expectStatus(await get(dana, `/v1/applications/${application}/credentials`), 200);
    expect(list.items).toHaveLength(MAX_ACTIVE_KEYS_PER_APPLICATION);
    const path = `/v1/applications/${application}/credentials/${list.items[0].id}/revoke`;
    expectStatus(await post(dana, path), 202);
    expectStatus(await issue(application), 201);
    expectProblem(await issue(application), 409, 'credential.limit_reached');
  });
});

describe('secrets', () => {
  it('stand in no table, in no answer but the one, and in no log; digests only where they belong', async () => {
    const application = await newApplication();
    const headers = { 'idempotency-key': uuid() };
    expectStatus(await issue(application, {}, dana, headers), 201);
    expect(expectStatus(await issue(application, {}, dana, headers), 201).key).toBeNull();
    await get(dana, `/v1/applications/${application}/credentials`);
    await get(admin, '/v1/audit?limit=200');
    await post(dana, `/v1/applications/${application}/credentials`, { name: keys[0], secret: keys[0] });

    const { rows } = await api.database.pool.query<{ name: string; columns: string[] }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_schema IN ('public', 'graphile_worker') AND table_type = 'BASE TABLE'`,
    );
    const dumps = new Map<string, string>();
    for (const { name } of rows) {
      const dump = await api.database.pool.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
      dumps.set(name, dump.rows.map(({ text }) => text).join('\n'));
    }
    const everything = answers.map(({ text, headers: sent }) => text + JSON.stringify([...sent])).join('\n');
    const logged = api.logs.join('');
    expect(keys.length).toBeGreaterThan(20);
    expect(dumps.get('public.audit_entry')).toContain('credential.issued');
    for (const key of keys) {
      const random = key.slice(8, -4);
      const { sha1, sha256 } = keyDigests(key);
      const holders = [...dumps].filter(([, dump]) => dump.includes(random)).map(([name]) => name);
      expect(holders).toEqual([]);
      const digestHolders = [...dumps].filter(([, dump]) => dump.includes(sha1) || dump.includes(sha256));
      expect(digestHolders.map(([name]) => name)).toEqual(['public.credential']);
      for (const secret of [random, sha1, sha256]) {
        expect(everything.includes(secret)).toBe(false);
        expect(logged.includes(secret)).toBe(false);
      }
    }
  });
});
