import { conformanceSample, replaceDocument, type RemoteObject } from '#gateway';
import { startFakeAdmin, type FakeAdmin } from '#kong-admin';
import { anyAddress } from './any-address.fixture.js';
import { KongDocumentDriver } from './kong-document.driver.js';

const installationId = '5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b';
const theirs = '11111111-1111-4111-8111-111111111111';

describe('a Kong without a database', () => {
  let admin: FakeAdmin;
  let driver: KongDocumentDriver;
  let objects: RemoteObject[];

  beforeEach(async () => {
    admin = await startFakeAdmin({ database: 'off' });
    driver = new KongDocumentDriver({ adminUrl: admin.url, checkAddress: anyAddress, installationId });
    objects = conformanceSample.scopes.flatMap((scope) => driver.toObjects(scope));
  });
  afterEach(() => admin.close());

  const load = async (document: object) => {
    const answer = await fetch(`${admin.url}/config`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ _format_version: '3.0', ...document }),
    });
    expect(answer.status).toBe(201);
  };
  const requests = () => admin.requests.log.map(({ method, path }) => `${method} ${path}`);
  const count = (start: string) => requests().filter((request) => request.startsWith(start)).length;
  const push = async (wished: readonly RemoteObject[]) => {
    const { outcomes, fault } = await replaceDocument(driver, wished);
    return { fault, failed: outcomes.filter(({ outcome }) => outcome !== 'applied') };
  };

  it('keeps what others have, with its ids, and writes ours beside it', async () => {
    await load({
      services: [{ name: 'theirs', url: 'http://127.0.0.1:9', routes: [{ name: 'r', paths: ['/theirs'] }] }],
    });
    const before = structuredClone([...admin.model.all('services'), ...admin.model.all('routes')]);
    expect(await push(objects)).toEqual({ fault: null, failed: [] });
    for (const entity of before) {
      const kind = 'paths' in entity ? 'routes' : 'services';
      expect({ ...admin.model.get(kind, entity.id), updated_at: 0 }).toEqual({ ...entity, updated_at: 0 });
    }
    await push([]);
    expect([...admin.model.all('services')].map(({ name }) => name)).toEqual(['theirs']);
  });

  it('is told that nothing is new by its hash, and reads the configuration again only when somebody wrote', async () => {
    await push(objects);
    const first = await driver.replaceDocument(objects);
    expect(await driver.replaceDocument(objects)).toEqual(first);
    expect([count('GET /config'), count('POST /config')]).toEqual([1, 3]);
    await load({ consumers: [{ username: 'new' }] });
    await push(objects);
    expect(count('GET /config')).toBe(2);
    expect(admin.model.consumerByName('new')).toBeDefined();
  });

  it('gives equal objects equal texts, whichever process sends them', async () => {
    await load({ consumers: [{ username: 'theirs' }] });
    await push(objects);
    await new KongDocumentDriver({ adminUrl: admin.url, checkAddress: anyAddress, installationId }).replaceDocument(
      objects,
    );
    const bodies = admin.requests.log
      .filter(({ method, path }) => method === 'POST' && path.includes('?'))
      .map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).toBe(bodies[1]);
  });

  it('keeps an object of ours that one of theirs refers to', async () => {
    await push(objects);
    const service = objects.find(({ kind }) => kind === 'services') as RemoteObject;
    const config = (await (await fetch(`${admin.url}/config`)).json()) as { config: string };
    const route = { id: theirs, name: 'on-ours', paths: ['/x'], service: service.id };
    const document = config.config.replace('routes:\n', `routes:\n  - ${JSON.stringify(route)}\n`);
    await fetch(`${admin.url}/config`, { method: 'POST', headers: { 'content-type': 'text/yaml' }, body: document });
    expect(admin.model.get('routes', theirs)).toBeDefined();
    expect(await push([])).toEqual({ fault: null, failed: [] });
    expect([...admin.model.all('services')].map(({ id }) => id)).toEqual([service.id]);
    expect(admin.model.get('routes', theirs)).toBeDefined();
  });

  it('leaves out the one that has a name that others have, and what hangs on it', async () => {
    const service = objects.find(({ body }) => body.name === 'conformance.v1') as RemoteObject;
    await load({ services: [{ name: service.body.name, url: 'http://127.0.0.1:9' }] });
    const { fault, failed } = await push(objects);
    expect(fault).toBeNull();
    expect(failed[0]).toMatchObject({ object: { id: service.id }, outcome: 'failed', error: { kind: 'refused' } });
    expect(failed.slice(1).every(({ outcome }) => outcome === 'skipped')).toBe(true);
    expect(admin.model.get('services', service.id)).toBeUndefined();
    expect(admin.model.count('keyauth_credentials')).toBe(2);
  });

  it('repeats no digest in what it says', async () => {
    const digest = objects.find(({ kind }) => kind === 'key-auths')?.body.key as string;
    await load({ consumers: [{ username: 'c', keyauth_credentials: [{ key: digest }] }] });
    const { failed } = await push(objects);
    expect(failed).toMatchObject([{ object: { kind: 'key-auths' }, error: { message: expect.stringContaining('…') } }]);
    expect(JSON.stringify(failed)).not.toContain(digest);
  });

  it('asks whether it may write after it has read what stands there', async () => {
    let read = 0;
    const { fault } = await replaceDocument(driver, objects, () => {
      read = count('GET /config');
      return false;
    });
    expect([fault?.kind, read, count('POST /config')]).toEqual(['busy', 1, 0]);
  });

  it.each([
    ['apply-and-cut', 0],
    ['apply-and-fail', 0],
    ['cut', conformanceSample.scopes.length],
  ] as const)('finds out what became of a write that ended with %s', async (kind, least) => {
    admin.plan = ({ method }) => (method === 'POST' ? { kind } : undefined);
    const { fault, failed } = await push(objects);
    expect(failed.length === 0).toBe(least === 0);
    expect(fault?.kind ?? null).toBe(least === 0 ? null : 'unknown_outcome');
  });

  it.each([
    [429, 'busy'],
    [503, 'busy'],
    [413, 'refused'],
    [401, 'unauthorized'],
  ])('takes a %i for what it is', async (status, kind) => {
    admin.plan = ({ method }) => (method === 'POST' ? { kind: 'refuse', status, retryAfterSeconds: 2 } : undefined);
    expect((await push(objects)).fault).toMatchObject({ kind, status });
  });

  it('is not taken for one with a database', async () => {
    const other = await startFakeAdmin();
    const mistaken = new KongDocumentDriver({ adminUrl: other.url, checkAddress: anyAddress, installationId });
    await expect(mistaken.replaceDocument(objects)).rejects.toMatchObject({ kind: 'refused' });
    await other.close();
  });
});
