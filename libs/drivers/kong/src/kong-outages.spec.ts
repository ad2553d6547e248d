import {
  applyChanges,
  conformanceSample,
  maxWritesAtOnce,
  planChanges,
  type DesiredScope,
  type ObjectOutcome,
} from '#gateway';
import { startFakeAdmin, type FakeAdmin, type Fault } from '#kong-admin';
import { anyAddress } from './any-address.fixture.js';
import { KongDriver } from './kong.driver.js';

const { version, application } = conformanceSample;
const manyKeys = {
  ...application,
  credentials: Array.from({ length: 60 }, (_, index) => ({
    credentialId: `c-${index}`,
    digests: { sha1: index.toString(16).padStart(40, '0'), sha256: index.toString(16).padStart(64, '0') },
  })),
};

describe('pushing to a Kong that has a bad day', () => {
  let admin: FakeAdmin;
  let driver: KongDriver;
  let outcomes: ObjectOutcome[];

  beforeEach(async () => {
    admin = await startFakeAdmin();
    driver = new KongDriver({
      adminUrl: admin.url,
      checkAddress: anyAddress,
      installationId: '5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b',
    });
    outcomes = [];
  });
  afterEach(() => admin.close());

  const push = async (desired: DesiredScope) => {
    const { sets } = await applyChanges(
      driver,
      [planChanges(driver.toObjects(desired), [], driver.kindOrder)],
      { mayWrite: () => true, record: async (_set, outcome) => void outcomes.push(outcome) },
      { timing: { sleep: () => Promise.resolve(), random: () => 0 } },
    );
    return sets[0];
  };
  const count = (method: string) => admin.requests.log.filter((request) => request.method === method).length;

  it.each<Fault>([
    { kind: 'apply-and-cut' },
    { kind: 'apply-and-fail' },
    { kind: 'half-answer' },
    { kind: 'cut' },
    { kind: 'refuse', status: 503, retryAfterSeconds: 1 },
    { kind: 'refuse', status: 429 },
  ])('converges although the first write and the first read of every object end with $kind', async (fault) => {
    await push(version);
    admin.requests.reset();
    const struck = new Set<string>();
    admin.plan = ({ method, path }) => {
      const first = !struck.has(method + path);
      struck.add(method + path);
      return first ? fault : undefined;
    };
    const report = await push(manyKeys);
    admin.plan = undefined;
    expect(report).toMatchObject({ failed: 0, skipped: 0, applied: driver.toObjects(manyKeys).length });
    for (const object of driver.toObjects(manyKeys)) expect(await driver.read(object)).not.toBeNull();
    const listed: string[] = [];
    for await (const { id } of driver.list()) listed.push(id);
    expect(listed).toHaveLength(new Set(listed).size);
  });

  it('does not send again what was written before the line was cut', async () => {
    await push(version);
    admin.requests.reset();
    admin.plan = ({ method }) => (method === 'PUT' ? { kind: 'apply-and-cut' } : undefined);
    await push(application);
    expect(count('PUT')).toBe(driver.toObjects(application).length);
  });

  it('stops at once when the token is not accepted', async () => {
    admin.plan = () => ({ kind: 'refuse', status: 401 });
    const report = await push(manyKeys);
    expect(report).toMatchObject({ applied: 0, failed: 1, retryable: false });
    expect(admin.requests.count).toBeLessThanOrEqual(maxWritesAtOnce);
  });

  it('never opens a route whose guard could not be set', async () => {
    admin.plan = ({ method, body }) =>
      method === 'PUT' && body.includes('"key-auth"') ? { kind: 'refuse', status: 400 } : undefined;
    await push(version);
    expect(
      outcomes.filter(({ outcome }) => outcome !== 'applied').map(({ object, outcome }) => [object.kind, outcome]),
    ).toEqual([
      ['plugins', 'failed'],
      ['routes', 'skipped'],
    ]);
  });

  it('gives no access before the version that the limit hangs on is there, and heals when it is', async () => {
    expect(await push(application)).toMatchObject({ failed: 1, skipped: 1, retryable: true });
    const [limit, group] = outcomes.filter(({ outcome }) => outcome !== 'applied');
    expect(limit).toMatchObject({ object: { kind: 'plugins' }, error: { kind: 'parent_missing' } });
    expect(group).toMatchObject({ object: { kind: 'acls' }, outcome: 'skipped' });
    await push(version);
    expect(await push(application)).toMatchObject({ failed: 0, skipped: 0 });
  });
});
