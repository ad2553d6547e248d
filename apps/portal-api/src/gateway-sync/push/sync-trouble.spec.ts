import type { FakeAdmin } from '#kong-admin';
import { applicationScopes, type StagedWorker, SyncStage, writesOf } from '../../../test-support/sync-stage.js';
import { CheckGateway } from '../check-gateway.js';
import { SyncJobsStore } from './sync-jobs.store.js';

let stage: SyncStage;
let worker: StagedWorker;
let fake: FakeAdmin;
let id: string;

beforeEach(async () => {
  stage = await SyncStage.open();
  worker = await stage.worker();
  ({ id, fake } = await stage.gateway());
  await stage.wish(['gateway', stage.version]);
  await worker.sync(id);
});
afterEach(() => stage.close());

async function wishApplications(count: number): Promise<string[]> {
  const ids = await stage.applications(count);
  await stage.wish(applicationScopes(ids), { priority: 2 });
  fake.requests.reset();
  return ids;
}

const gatewayRow = async () =>
  (await stage.sql('SELECT reachable, check_error AS error FROM gateway WHERE id = $1', [id]))[0];

describe('objects that are refused for good', () => {
  it('fail alone with reasons, while everything else converges, and are not sent again by themselves', async () => {
    await wishApplications(300);
    let refused = 0;
    fake.plan = ({ method, path }) => {
      if (method !== 'PUT' || !path.startsWith('/key-auths/') || refused === 3) return undefined;
      refused += 1;
      return { kind: 'refuse', status: 400 };
    };
    await worker.sync(id, 'bulk');
    expect(await stage.states(id)).toEqual({
      waiting: 3,
      failed: 3,
      errors: [expect.stringContaining('key-auths: 400')],
    });
    fake.requests.reset();
    await worker.sync(id, 'bulk');
    expect(writesOf(fake).filter((write) => !write.includes('routes'))).toEqual([]);
    await worker.get(CheckGateway).run(id);
    expect(await gatewayRow()).toEqual({ reachable: true, error: null });
    await worker.sync(id, 'bulk');
    expect(writesOf(fake).filter((write) => !write.includes('routes'))).toEqual([]);
    await worker.get(SyncJobsStore).enqueueEverything(id);
    await worker.sync(id, 'bulk');
    expect(await stage.states(id)).toEqual({ waiting: 0, failed: 0, errors: [] });
  });
});

describe('a gateway of which nearly every third answer is an error', () => {
  it('converges with bounded attempts', async () => {
    await wishApplications(25);
    let nth = 0;
    const faults = [
      { kind: 'apply-and-fail' },
      { kind: 'refuse', status: 502 },
      { kind: 'apply-and-cut' },
      { kind: 'refuse', status: 429 },
    ] as const;
    fake.plan = ({ method }) => (method === 'PUT' && (nth += 1) % 10 < 3 ? faults[nth % faults.length] : undefined);
    await worker.sync(id, 'bulk');
    fake.plan = undefined;
    await worker.get(SyncJobsStore).enqueueEverything(id);
    await worker.sync(id, 'bulk');
    expect(await stage.states(id)).toEqual({ waiting: 0, failed: 0, errors: [] });
    expect(fake.model.count('keyauth_credentials')).toBe(25);
    expect(writesOf(fake).length).toBeLessThan(25 * 4 * 4);
  }, 60_000);
});

describe('a token that is taken back in the middle', () => {
  it('ends the push with one word of it, leaves the gateway alone until a check finds it well, and goes on then', async () => {
    await wishApplications(300);
    fake.plan = (_request, index) => (index >= 50 ? { kind: 'refuse', status: 401 } : undefined);
    await worker.sync(id, 'bulk');
    expect(await gatewayRow()).toEqual({ reachable: false, error: expect.any(String) });
    const refused = fake.requests.log.filter(({ fault }) => fault !== undefined);
    expect(refused.length).toBeLessThanOrEqual(10);
    fake.requests.reset();
    await worker.sync(id, 'bulk');
    expect(fake.requests.count).toBe(0);
    fake.plan = () => ({ kind: 'refuse', status: 401 });
    await worker.get(CheckGateway).runAway();
    expect(await gatewayRow()).toMatchObject({ reachable: false });
    fake.plan = undefined;
    await worker.get(CheckGateway).runAway();
    expect(await gatewayRow()).toEqual({ reachable: true, error: null });
    await worker.sync(id, 'bulk');
    expect(await stage.states(id)).toMatchObject({ waiting: 0, failed: 0 });
  });
});

describe('a token that may read but not write', () => {
  const refused = () => fake.requests.log.filter(({ fault }) => fault !== undefined).length;
  const told = () =>
    stage.sql('SELECT action, after FROM audit_entry WHERE subject_id = $1 AND action <> $2 ORDER BY id', [
      id,
      'gateway.refilled',
    ]);
  const away = { action: 'gateway.away', after: { because: expect.any(String) } };
  const back = { action: 'gateway.back', after: null };
  const letDelayPass = () => stage.sql('UPDATE gateway SET write_again_at = now() WHERE id = $1', [id]);
  const delay = async () =>
    (
      await stage.sql<{ seconds: number }>(
        'SELECT EXTRACT(EPOCH FROM write_again_at - checked_at)::int AS seconds FROM gateway WHERE id = $1',
        [id],
      )
    )[0]?.seconds;
  const checkAndPush = async () => {
    await worker.get(CheckGateway).runAway();
    await worker.sync(id, 'bulk');
  };

  beforeEach(async () => {
    await worker.get(CheckGateway).run(id);
    await wishApplications(30);
    fake.plan = ({ method }) => (method === 'GET' ? undefined : { kind: 'refuse', status: 403 });
    await worker.sync(id, 'bulk');
  });

  it('is told once, and tried again after a delay that grows, however well the gateway answers checks', async () => {
    expect(refused()).toBeGreaterThan(0);
    const first = refused();
    for (let checks = 0; checks < 5; checks++) await checkAndPush();
    expect(refused()).toBe(first);
    expect(await gatewayRow()).toEqual({ reachable: false, error: expect.any(String) });
    expect(await delay()).toBeLessThanOrEqual(10);
    await letDelayPass();
    await checkAndPush();
    expect(refused()).toBeGreaterThan(first);
    expect(await delay()).toBe(20);
    expect(await told()).toEqual([away]);
  });

  it('is over when the gateway has taken what waited, and that is told once', async () => {
    fake.plan = undefined;
    await checkAndPush();
    expect(await gatewayRow()).toMatchObject({ reachable: false });
    await letDelayPass();
    await checkAndPush();
    expect(await stage.states(id)).toEqual({ waiting: 0, failed: 0, errors: [] });
    await worker.get(CheckGateway).run(id);
    expect(await told()).toEqual([away, back]);
  });

  it('is not waited for when somebody gives another one, or says retry', async () => {
    await stage.sql('UPDATE gateway SET revision = revision + 1 WHERE id = $1', [id]);
    await checkAndPush();
    expect(await delay()).toBe(10);
    expect(await told()).toEqual([away, back, away]);
    fake.plan = undefined;
    await worker.get(SyncJobsStore).enqueueEverything(id);
    await checkAndPush();
    expect(await told()).toEqual([away, back, away, back]);
  });

  it('that answers no check either is told once, too', async () => {
    fake.plan = () => ({ kind: 'refuse', status: 401 });
    for (let checks = 0; checks < 3; checks++) await checkAndPush();
    expect(await told()).toEqual([away]);
    fake.plan = undefined;
    await checkAndPush();
    expect(await told()).toEqual([away, back]);
  });
});

describe('a mass deletion', () => {
  const stopped = async () => (await stage.sql('SELECT scope FROM sync_scope WHERE stopped')).length;
  const confirm = () => worker.get(SyncJobsStore).enqueueEverything(id);

  it('that nobody wished stops, over all scopes, while everything else goes on; and goes on when somebody says so', async () => {
    const ids = await wishApplications(60);
    await worker.sync(id, 'bulk');
    // A restore has lost the keys of half of them, one each; the others got a second one.
    await stage.sql('DELETE FROM credential WHERE application_id = ANY($1::uuid[])', [ids.slice(0, 30)]);
    await stage.keys(ids.slice(30));
    await stage.wish(applicationScopes(ids), { priority: 2 });
    fake.requests.reset();
    await worker.sync(id, 'bulk');
    const writes = writesOf(fake).filter((write) => !write.includes('routes'));
    expect(writes).toEqual(Array.from({ length: 30 }, () => 'PUT /key-auths'));
    const error = expect.stringContaining('would delete 120 of');
    expect(await stage.states(id)).toEqual({ waiting: 30, failed: 30, errors: [error] });
    expect(await stopped()).toBe(30);
    await confirm();
    await worker.sync(id, 'bulk');
    expect(await stopped()).toBe(0);
    expect(await stage.states(id)).toEqual({ waiting: 0, failed: 0, errors: [] });
    expect(fake.model.count('consumers')).toBe(30);
  });

  it('that comes in drops is counted over the hour, whichever worker makes it', async () => {
    const ids = await wishApplications(60);
    await worker.sync(id, 'bulk');
    const workers = [worker, await stage.worker()];
    let stopped = 0;
    for (const [index, one] of applicationScopes(ids).entries()) {
      await stage.sql('DELETE FROM credential WHERE application_id = $1', [one.slice('application:'.length)]);
      await stage.sql('DELETE FROM subscription WHERE application_id = $1', [one.slice('application:'.length)]);
      await stage.wish([one]);
      await workers[index % workers.length]!.sync(id);
      stopped = (await stage.states(id)).failed;
      if (stopped > 0) break;
    }
    expect(stopped).toBe(1);
    expect(fake.model.count('keyauth_credentials')).toBeGreaterThan(40);
  });

  it('is not stopped when people have revoked the keys or ended the applications', async () => {
    const ids = await wishApplications(60);
    await worker.sync(id, 'bulk');
    await stage.sql('UPDATE credential SET revoked_at = now() WHERE application_id = ANY($1::uuid[])', [
      ids.slice(0, 40),
    ]);
    await stage.sql('UPDATE application SET archived_at = now() WHERE id = ANY($1::uuid[])', [ids.slice(40)]);
    await stage.wish(applicationScopes(ids), { priority: 0 });
    await worker.sync(id);
    expect(await stage.states(id)).toMatchObject({ waiting: 0, failed: 0 });
    expect(fake.model.count('consumers')).toBe(0);
  });
});

describe('three gateways of which one is down', () => {
  it('lets the other two have everything', async () => {
    const others = [await stage.gateway(), await stage.gateway()];
    fake.plan = () => ({ kind: 'refuse', status: 401 });
    await stage.wish(['gateway', stage.version]);
    const ids = await wishApplications(5);
    const all = [id, ...others.map((other) => other.id)];
    await Promise.all(all.map((gateway) => worker.sync(gateway)));
    await Promise.all(all.map((gateway) => worker.sync(gateway, 'bulk')));
    expect(await stage.states(id)).not.toMatchObject({ waiting: 0 });
    for (const other of others) {
      expect(await stage.states(other.id)).toEqual({ waiting: 0, failed: 0, errors: [] });
      expect(other.fake.model.count('consumers')).toBe(ids.length);
    }
  });
});
