import { randomUUID } from 'node:crypto';
import type { SeenDriftDto } from '#contract';
import type { RemoteObject } from '#gateway';
import { expectProblem, expectStatus } from '#testing';
import { countStatements } from '../../test-support/count-statements.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { desiredScopes, startSweptGateway, type SweptGateway } from '../../test-support/swept-gateway.js';

let kong: SweptGateway;
let api: TestApp;
let admin: TestUser;
let auditor: TestUser;
let objects: RemoteObject[];

beforeEach(async () => {
  kong = await startSweptGateway();
  const { gateway, version, application } = desiredScopes(kong);
  objects = [await kong.push(gateway), await kong.push(version), await kong.push(application)].flat();
  api = await startTestApp({ databaseUrl: kong.database.url });
  admin = await api.addUser('admin', 'admin');
  auditor = await api.addUser('auditor', 'auditor');
});
afterEach(async () => {
  await api.stop();
  await kong.close();
});

const at = (rest: string) => `/v1/gateways/${kong.gatewayId}/${rest}`;
const idOf = (kind: string, name?: string) =>
  objects.find((object) => object.kind === kind && (name === undefined || object.body.name === name))!.id;
const listed = async (query = '') =>
  expectStatus(await api.http.get(at(`drift${query}`), { token: auditor.token }), 200);
const decide = (body: unknown) => api.http.post(at('drift/decisions'), { token: admin.token, body });
/** These objects as they were found last. */
const seen = (...ids: string[]) =>
  kong.sql<SeenDriftDto>(
    `SELECT id AS "objectId", d.found_hash AS "foundHash"
     FROM unnest($1::uuid[]) WITH ORDINALITY AS ids(id, n) LEFT JOIN drift_finding d ON d.remote_id = id ORDER BY n`,
    [ids],
  );
const pending = async () =>
  (await kong.sql('SELECT scope FROM sync_scope WHERE applied < wished ORDER BY scope')).map(({ scope }) => scope);
const audited = async () =>
  kong.sql(
    `SELECT action, actor_label AS who, before, after FROM audit_entry WHERE actor_label <> 'system' ORDER BY id`,
  );

/** One finding of each scope, and one that nobody knows. */
async function driftEverywhere(): Promise<void> {
  await kong.edit('services', idOf('services', 'orders.v1'), { host: 'elsewhere.internal', port: 9090 });
  await kong.edit('plugins', idOf('plugins', 'rate-limiting'), { config: { minute: 99 } });
  await kong.edit('plugins', idOf('plugins', 'http-log'), { enabled: false });
  await kong.remove('key-auths', idOf('key-auths'));
  const tags = objects[0]!.body.tags;
  await fetch(`${kong.fake.url}/services`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'smuggled', host: 'x.internal', tags }),
  });
  await kong.sweep();
}

describe('what was found on a gateway', () => {
  it('is listed field by field, in words of the catalogue, with what can be done about it', async () => {
    await driftEverywhere();
    const { items, nextCursor } = await listed();
    expect(nextCursor).toBeNull();
    const facts = Object.fromEntries(
      items.map(
        ({ kind, name, finding, belongsTo, fields, adoptable, notAdoptableBecause }: Record<string, unknown>) => [
          kind === 'key-auths' ? kind : name,
          {
            finding,
            belongsTo,
            paths: (fields as { path: string }[]).map(({ path }) => path),
            adoptable,
            notAdoptableBecause,
          },
        ],
      ),
    );
    const shop = 'application Shop (Team X)';
    expect(facts).toEqual({
      'orders.v1': {
        finding: 'changed',
        belongsTo: 'Orders v1',
        paths: ['host', 'port'],
        adoptable: true,
        notAdoptableBecause: null,
      },
      'rate-limiting on a service for a consumer': {
        finding: 'changed',
        belongsTo: shop,
        paths: ['config.minute'],
        adoptable: false,
        notAdoptableBecause: 'The limits belong to plan Gold; change the plan instead.',
      },
      'http-log everywhere': expect.objectContaining({
        belongsTo: 'usage reports and probes',
        paths: ['enabled'],
        adoptable: false,
      }),
      'key-auths': expect.objectContaining({ finding: 'missing', belongsTo: shop, paths: [], adoptable: false }),
      smuggled: expect.objectContaining({
        finding: 'unknown',
        belongsTo: 'usage reports and probes',
        adoptable: false,
      }),
    });
  });

  it('comes page by page, with the same number of statements whatever the page holds', async () => {
    await driftEverywhere();
    const first = await listed('?limit=2');
    expect(first.items).toHaveLength(2);
    const rest = await listed(`?limit=200&cursor=${first.nextCursor}`);
    expect([rest.items.length, rest.nextCursor]).toEqual([3, null]);
    const all = (await listed()).items.map(({ objectId }: { objectId: string }) => objectId);
    const paged = [...first.items, ...rest.items].map(({ objectId }: { objectId: string }) => objectId);
    expect(paged).toEqual(all);
    const few = await countStatements(() => listed('?limit=1'));
    expect(await countStatements(() => listed('?limit=200'))).toBe(few);
    expectProblem(await api.http.get(at('drift?cursor=bm9uc2Vuc2U'), { token: admin.token }), 400, 'request.invalid');
  });

  it('comes as CSV for who asks for it, and no cell of it runs in a spreadsheet', async () => {
    await kong.edit('services', idOf('services', 'orders.v1'), { path: '/=cmd', host: 'a.internal' });
    await kong.sweep();
    await kong.sql(`UPDATE drift_finding SET name = '=HYPERLINK("x")'`);
    const answer = await api.http.get(at('drift'), { token: admin.token, headers: { accept: 'text/csv' } });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, host, path] = answer.text.split('\r\n');
    expect(head).toContain('"kind","object_id","name"');
    expect(host).toContain(`"'=HYPERLINK(""x"")","changed","Orders v1","host","""orders.internal""","""a.internal"""`);
    expect(path).toContain(`"path","","""/=cmd"""`);
  });

  it('is no gateway of ours: 404', async () => {
    for (const rest of ['drift', 'foreign'])
      expectStatus(await api.http.get(`/v1/gateways/${randomUUID()}/${rest}`, { token: admin.token }), 404);
  });
});

describe('a decision', () => {
  it('to overwrite has the scopes of the named objects pushed again, and says what stood there', async () => {
    await driftEverywhere();
    expectStatus(await decide({ action: 'overwrite', objects: await seen(idOf('services', 'orders.v1')) }), 202);
    expect(await pending()).toEqual([`version:${kong.ids.version}`]);
    expect(await kong.sql(`SELECT remote_id FROM inventory_object WHERE wished_hash = ''`)).toEqual([
      { remote_id: idOf('services', 'orders.v1') },
    ]);
    expect((await listed()).items).toHaveLength(4);
    const found = [expect.objectContaining({ name: 'orders.v1', fields: expect.arrayContaining([expect.anything()]) })];
    expect(await audited()).toEqual([
      { action: 'drift.overwritten', who: admin.email, before: { found }, after: { objects: 1 } },
    ]);
  });

  it('to overwrite everything leaves what is ignored, and gives the unknown a scope that deletes it', async () => {
    await driftEverywhere();
    expectStatus(await decide({ action: 'ignore', objects: await seen(idOf('plugins', 'http-log')) }), 202);
    expectStatus(await decide({ action: 'overwrite' }), 202);
    expect(await pending()).toEqual([`application:${kong.ids.application}`, 'gateway', `version:${kong.ids.version}`]);
    expect((await listed()).items).toEqual([]);
    expect((await listed('?state=ignored')).items).toMatchObject([
      { name: 'http-log everywhere', ignoredAt: expect.any(String) },
    ]);
    expect(
      await kong.sql(`SELECT scope, parent_id, wished_hash FROM inventory_object WHERE NOT remote_id = ANY($1)`, [
        objects.map(({ id }) => id),
      ]),
    ).toEqual([{ scope: 'gateway', parent_id: null, wished_hash: '' }]);
  });

  it('to ignore can be taken back; both are in the audit log, and nothing is pushed', async () => {
    await driftEverywhere();
    expectStatus(await decide({ action: 'ignore' }), 202);
    expect((await listed()).items).toEqual([]);
    expectStatus(await decide({ action: 'unignore' }), 202);
    expectStatus(await decide({ action: 'unignore' }), 202);
    expect((await listed()).items).toHaveLength(5);
    expect(await pending()).toEqual([]);
    expect(await audited()).toMatchObject([
      { action: 'drift.ignored', after: { objects: 5 } },
      { action: 'drift.unignored', after: { objects: 5 } },
    ]);
  });

  it('to adopt lets the catalogue say what stands there, on every gateway', async () => {
    await driftEverywhere();
    expectStatus(await decide({ action: 'adopt', objects: await seen(idOf('services', 'orders.v1')) }), 202);
    expect(await kong.sql('SELECT upstream_url FROM version')).toEqual([
      { upstream_url: 'http://elsewhere.internal:9090' },
    ]);
    expect(await pending()).toEqual([`version:${kong.ids.version}`]);
    expect((await listed()).items).toHaveLength(4);
    expect(await audited()).toMatchObject([
      { action: 'version.updated', before: { upstreamUrl: 'http://orders.internal:8080' } },
      { action: 'drift.adopted', after: { service: 'orders', version: 'v1' } },
    ]);
  });

  it('to adopt takes the hosts of a route together with the address of its service', async () => {
    await kong.edit('services', idOf('services', 'orders.v1'), { host: 'elsewhere.internal' });
    await kong.edit('routes', idOf('routes', 'orders.v1'), { hosts: ['api.example.com'] });
    await kong.sweep();
    const both = await seen(idOf('services', 'orders.v1'), idOf('routes', 'orders.v1'));
    expectStatus(await decide({ action: 'adopt', objects: both }), 202);
    expect(await kong.sql('SELECT upstream_url, hosts FROM version')).toEqual([
      { upstream_url: 'http://elsewhere.internal:8080', hosts: ['api.example.com'] },
    ]);
    expect((await listed()).items).toEqual([]);
  });

  it.each([
    ['services', { retries: 9 }, 'Other fields cannot be taken over'],
    ['routes', { paths: ['/orders/v1', '/b'] }, 'A version has one base path'],
    ['routes', { paths: ['/elsewhere'] }, 'v1 is published: its callers know the base path /orders/v1.'],
    ['routes', { hosts: ['*.example.com'] }, 'Give host names'],
  ])('to adopt is refused for %s with %j, in words that say why', async (kind, change, because) => {
    await kong.edit(kind, idOf(kind, 'orders.v1'), change);
    await kong.sweep();
    const [item] = (await listed()).items;
    expect(item).toMatchObject({ adoptable: false, notAdoptableBecause: expect.stringContaining(because) });
    const problem = expectProblem(
      await decide({ action: 'adopt', objects: await seen(item.objectId) }),
      422,
      'drift.not_adoptable',
    );
    expect(problem.errors).toEqual([{ field: 'objects.0', message: expect.stringContaining(because) }]);
    expect(await audited()).toEqual([]);
  });

  it.each(['adopt', 'overwrite', 'ignore'])(
    'to %s is of what was seen, and of nothing that came after it',
    async (action) => {
      const service = idOf('services', 'orders.v1');
      await kong.edit('services', service, { host: 'seen.internal' });
      await kong.sweep();
      const objects = await seen(service);
      await kong.edit('services', service, { host: 'unseen.internal' });
      await kong.sweep();
      const problem = expectProblem(await decide({ action, objects }), 412, 'request.precondition_failed');
      expect(problem.errors).toEqual([
        { field: 'objects.0', message: expect.stringContaining('orders.v1 was changed') },
      ]);
      expect([await audited(), await pending()]).toEqual([[], []]);
      expect((await listed()).items).toMatchObject([{ fields: [{ found: '"unseen.internal"' }] }]);
      expectStatus(await decide({ action, objects: await seen(service) }), 202);
      expect((await listed()).items).toEqual([]);
    },
  );

  it('names what was seen by a hash, or says that it was missing', async () => {
    for (const foundHash of [undefined, '', 'x', 7])
      expectProblem(
        await decide({ action: 'ignore', objects: [{ objectId: randomUUID(), foundHash }] }),
        400,
        'request.invalid',
      );
    expectStatus(await decide({ action: 'ignore', objects: [{ objectId: randomUUID(), foundHash: null }] }), 202);
  });

  it('to adopt names what it means, and passes over what is gone meanwhile', async () => {
    expectProblem(await decide({ action: 'adopt' }), 400, 'request.invalid');
    for (const action of ['adopt', 'overwrite', 'ignore'])
      expectStatus(await decide({ action, objects: await seen(randomUUID()) }), 202);
    expect(await audited()).toEqual([]);
  });
});

describe('a refill that somebody asks for', () => {
  it('forgets what was found, ignored or not: everything is sent again', async () => {
    await driftEverywhere();
    expectStatus(await decide({ action: 'ignore', objects: await seen(idOf('plugins', 'http-log')) }), 202);
    await kong.sql('UPDATE gateway SET drift_left_out = 7');
    expectStatus(await api.http.post(at('refill'), { token: admin.token }), 202);
    expect([(await listed()).items, (await listed('?state=ignored')).items]).toEqual([[], []]);
    const gateway = await api.http.get(`/v1/gateways/${kong.gatewayId}`, { token: admin.token });
    expect(expectStatus(gateway, 200)).toMatchObject({ drifted: 0, driftLeftOut: 0 });
  });
});
