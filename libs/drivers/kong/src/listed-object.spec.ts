import { startFakeAdmin, type FakeAdmin } from '#kong-admin';
import { conformanceSample, type ListedObject } from '#gateway';
import { anyAddress } from './any-address.fixture.js';
import { KongObjectMaker } from './kong-objects.js';
import { KongDriver } from './kong.driver.js';
import { listedObject } from './listed-object.js';

const installationId = '5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b';
const maker = new KongObjectMaker(installationId);
const versionId = '0f4d6c52-6a0e-4a53-9a0c-3c1f0c2f9b01';
const listed = (kind: string, entity: Record<string, unknown>) =>
  listedObject(kind, { id: 'i', ...entity }, maker, Buffer.alloc(32, 7));

describe('what a listing shows', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['services', { name: 'orders' }, 'orders'],
    ['consumers', { username: 'acme', custom_id: '7' }, 'acme'],
    ['consumers', { username: null, custom_id: '7' }, '7'],
    ['acls', { group: 'gold' }, 'gold'],
    ['routes', { name: null }, 'i'],
    ['certificates', { cert: '-----BEGIN', key: '-----BEGIN' }, 'i'],
    ['plugins', { name: 'http-log', route: null, service: null }, 'http-log everywhere'],
    ['plugins', { name: 'acl', service: { id: 's' } }, 'acl on a service'],
    [
      'plugins',
      { name: 'rate-limiting', service: { id: 's' }, consumer: { id: 'c' } },
      'rate-limiting on a service for a consumer',
    ],
    ['plugins', { name: 'cors', instance_name: 'cors-shop', route: { id: 'r' } }, 'cors-shop'],
  ])('of %s with %j is named', (kind, entity, name) => {
    expect(listed(kind, entity).name).toBe(name);
  });

  it('tells keys apart without giving them away', () => {
    const [name, other] = ['0123456789', '0123456780'].map((key) => listed('key-auths', { key }).name);
    expect(name).toMatch(/^key [0-9a-f]{8}$/);
    expect(name).not.toContain('01234567');
    expect(name).not.toBe(other);
  });

  it.each([
    [['gatehouse', maker.installationTag, `gatehouse-scope:version:${versionId}`], true, `version:${versionId}`],
    [[maker.installationTag, 'gatehouse-scope:watermark'], true, 'watermark'],
    [[maker.installationTag, 'gatehouse-scope:version:1; DROP'], true, null],
    [[maker.installationTag, 'gatehouse-scope:gateway', 'gatehouse-scope:watermark'], true, null],
    [[maker.installationTag], true, null],
    [['gatehouse', 'gatehouse-00000000', 'gatehouse-scope:gateway'], false, null],
    [null, false, null],
  ])('of the tags %j is whose it is', (tags, owned, scope) => {
    expect(listed('services', { tags })).toMatchObject({ owned, scope });
  });
});

describe('a list of everything', () => {
  let admin: FakeAdmin;
  let driver: KongDriver;

  beforeEach(async () => {
    admin = await startFakeAdmin();
    driver = new KongDriver({ adminUrl: admin.url, checkAddress: anyAddress, installationId });
  });
  afterEach(() => admin.close());

  it('shows ours and theirs, and leaves out kinds that this Kong does not have', async () => {
    await driver.put(driver.toObjects(conformanceSample.version)[0] as never);
    const theirs = { id: '11111111-1111-4111-8111-111111111111', username: 'somebody' };
    await fetch(`${admin.url}/consumers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(theirs),
    });
    const found: ListedObject[] = [];
    for await (const object of driver.listAll()) found.push(object);
    expect(found.map(({ kind, name, owned, scope }) => [kind, name, owned, scope])).toEqual([
      ['services', 'conformance.v1', true, conformanceSample.version.scope],
      ['consumers', 'somebody', false, null],
    ]);
  });
});
