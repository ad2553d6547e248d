import type { ScopeName } from '#gateway';
import type { FakeAdmin } from '#kong-admin';
import { waitUntil } from '#testing';
import {
  applicationScopes,
  OBJECTS_PER_APPLICATION,
  type StagedWorker,
  SyncStage,
} from '../../../test-support/sync-stage.js';
import { SyncJobsStore } from './sync-jobs.store.js';

let stage: SyncStage;
let worker: StagedWorker;
let fake: FakeAdmin;
let id: string;

beforeEach(async () => {
  stage = await SyncStage.open();
  worker = await stage.worker();
  ({ id, fake } = await stage.gateway({ database: 'off' }));
});
afterEach(() => stage.close());

/** As if the pause after a document were over. */
const rested = () =>
  stage.sql(`UPDATE sync_scope SET locked_until = NULL WHERE scope = 'gateway' AND locked_by IS NULL`);

async function push(...scopes: ScopeName[]): Promise<void> {
  await rested();
  fake.requests.reset();
  await stage.wish(scopes);
  await worker.sync(id);
}

async function serve(applications: number): Promise<{ ids: string[]; scopes: ScopeName[] }> {
  const ids = await stage.applications(applications);
  const scopes = applicationScopes(ids);
  await push('gateway', stage.version, ...scopes);
  return { ids, scopes };
}

const documents = () => fake.requests.log.filter(({ method }) => method === 'POST');
const states = () => stage.states(id);
const watermarks = () =>
  stage.sql<{ scope: string; watermark: number; waits: boolean }>(
    `SELECT scope, watermark::int, applied < wished AS waits FROM sync_scope WHERE gateway_id = $1 ORDER BY scope`,
    [id],
  );
const inventory = async () =>
  (await stage.sql('SELECT remote_id FROM inventory_object WHERE gateway_id = $1', [id])).length;
const keyOf = async (applicationId: string) =>
  (await stage.sql<{ id: string }>('SELECT id FROM credential WHERE application_id = $1', [applicationId]))[0]!.id;
const revoke = (keyId: string) => stage.sql('UPDATE credential SET revoked_at = now() WHERE id = $1', [keyId]);

const DONE = { waiting: 0, failed: 0, errors: [] };

describe('a gateway that is written to as a whole', () => {
  it('gets all that waits as one document, with the number by which it is proved', async () => {
    await serve(3);
    expect(documents()).toHaveLength(1);
    expect(await states()).toEqual(DONE);
    expect(fake.model.count('keyauth_credentials')).toBe(3);
    expect(await watermarks()).toEqual(expect.arrayContaining([{ scope: 'watermark', watermark: 1, waits: false }]));
    expect((await watermarks()).every(({ watermark, waits }) => watermark === 1 && !waits)).toBe(true);
    expect(JSON.parse(documents()[0]!.body)).toMatchObject({ config: expect.stringContaining('/watermark/1/') });
  });

  it('costs no request when nothing differs, and counts no number for a key', async () => {
    const { ids, scopes } = await serve(2);
    await push(stage.version, scopes[0]!);
    expect(fake.requests.count).toBe(0);
    await stage.keys([ids[0]!]);
    await push(scopes[0]!);
    expect(documents()).toHaveLength(1);
    expect(fake.model.count('keyauth_credentials')).toBe(3);
    expect((await watermarks()).map(({ watermark }) => watermark)).toEqual([1, 1, 1, 1, 1]);
    const taken = await stage.sql('SELECT FROM credential_confirmation WHERE taken_at IS NOT NULL');
    expect(taken).toHaveLength(3);
  });

  it('is left alone for a moment after each document; what is wished meanwhile goes with the next', async () => {
    const { ids, scopes } = await serve(2);
    // However slow the machine is, that moment is not over.
    const resting = await stage.sql(
      `UPDATE sync_scope SET locked_until = now() + interval '1 hour'
       WHERE scope = 'gateway' AND locked_by IS NULL AND locked_until > applied_at RETURNING scope`,
    );
    expect(resting).toHaveLength(1);
    for (const scope of scopes) {
      await stage.keys(ids);
      await stage.wish([scope]);
      await worker.sync(id);
    }
    expect(documents()).toHaveLength(1);
    const jobs = await stage.sql(
      `SELECT FROM graphile_worker.jobs
       WHERE key = $1 AND run_at > updated_at AND run_at < updated_at + interval '2 seconds'`,
      [`sync-gateway:${id}:now:later`],
    );
    expect(jobs).toHaveLength(1);
    await rested();
    await worker.sync(id);
    expect(documents()).toHaveLength(2);
    expect(fake.model.count('keyauth_credentials')).toBe(6);
    expect(await states()).toEqual(DONE);
  });

  it('has nothing in it that is not accounted for: what differs without being due is taken, too', async () => {
    const { scopes } = await serve(2);
    await stage.sql('UPDATE plan SET limit_per_minute = 700');
    await push(scopes[0]!);
    expect(documents()).toHaveLength(1);
    const numbers = Object.fromEntries((await watermarks()).map(({ scope, watermark }) => [scope, watermark]));
    expect(numbers).toEqual({ gateway: 1, [stage.version]: 1, [scopes[0]!]: 2, [scopes[1]!]: 2, watermark: 2 });
    expect(await states()).toEqual(DONE);
    await push(scopes[1]!);
    expect(fake.requests.count).toBe(0);
  });

  it('loses what was revoked or retired, also what hung on it, and nothing else', async () => {
    const { ids, scopes } = await serve(2);
    await revoke(await keyOf(ids[0]!));
    await push(scopes[0]!);
    expect(fake.model.count('keyauth_credentials')).toBe(1);
    expect(await inventory()).toBe((await ourObjects()).length);
    expect(await stage.sql('SELECT FROM credential_confirmation WHERE dropped_at IS NOT NULL')).toHaveLength(1);
    await stage.sql(`UPDATE version SET state = 'retired'`);
    await push(stage.version);
    // What hung on the version was wished again, and differs in nothing.
    await push();
    expect(documents()).toEqual([]);
    expect(await states()).toEqual(DONE);
    expect(await inventory()).toBe((await ourObjects()).length);
    await stage.sql(`UPDATE version SET state = 'published'`);
    await push(stage.version);
    // What hung on the version was wished again, and differs in nothing.
    await push();
    expect(documents()).toEqual([]);
    expect(await states()).toEqual(DONE);
    expect(await inventory()).toBe((await ourObjects()).length);
  });

  it('has one writer: what is wished while one writes waits, whatever lanes and workers there are', async () => {
    await serve(1);
    const other = await stage.worker();
    await rested();
    fake.requests.reset();
    let end: () => void = () => undefined;
    const until = new Promise<void>((resolve) => (end = resolve));
    fake.plan = ({ method }) => (method === 'POST' ? { kind: 'wait', until } : undefined);
    await stage.wish(applicationScopes(await stage.applications(2)));
    const first = worker.sync(id);
    await waitUntil('a document to be sent', () => Promise.resolve(documents().length === 1));
    await stage.wish(applicationScopes(await stage.applications(2)), { priority: 2 });
    await stage.wish([stage.version]);
    await Promise.all([other.sync(id), worker.sync(id, 'bulk'), other.sync(id, 'bulk')]);
    expect(documents()).toHaveLength(1);
    end();
    await first;
    expect(documents()).toHaveLength(1);
    await rested();
    await Promise.all([other.sync(id), worker.sync(id, 'bulk'), other.sync(id, 'bulk')]);
    expect(documents()).toHaveLength(2);
    expect(await states()).toEqual(DONE);
    expect(fake.model.count('consumers')).toBe(5);
  });
});

async function ourObjects(): Promise<unknown[]> {
  const kinds = ['services', 'routes', 'consumers', 'plugins', 'acls', 'keyauth_credentials'] as const;
  return kinds.flatMap((kind) => [...fake.model.all(kind)]);
}

describe('what a gateway refuses', () => {
  const theirs = async (document: object) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ _format_version: '3.0', ...document });
    expect((await fetch(`${fake.url}/config`, { method: 'POST', headers, body })).status).toBe(201);
  };
  const digestOf = async (keyId: string) =>
    (await stage.sql<{ sha1: string }>('SELECT sha1 FROM credential WHERE id = $1', [keyId]))[0]!.sha1;

  it('fails alone, in its words, while the rest is live; what others have stays', async () => {
    const [bad, good] = (await stage.applications(2)) as [string, string];
    const key = await digestOf(await keyOf(bad));
    await theirs({ consumers: [{ username: 'theirs', keyauth_credentials: [{ key }] }] });
    await push('gateway', stage.version, ...applicationScopes([bad, good]));
    expect(await states()).toEqual({
      waiting: 1,
      failed: 1,
      errors: [expect.stringMatching(/^key-auths: 400 .*uniq/)],
    });
    expect(fake.model.consumerByName('theirs')).toBeDefined();
    expect(fake.model.count('keyauth_credentials')).toBe(2);
    expect(await inventory()).toBe((await ourObjects()).length - 2);
    const [waits] = await stage.sql('SELECT retry_at FROM sync_scope WHERE applied < wished');
    expect(waits).toEqual({ retry_at: null });
  });

  it('is taken out of what stood there, and heals with the next document after its cause is gone', async () => {
    const { scopes } = await serve(2);
    const own = [...fake.model.all('services')].find(({ name }) => name === 'orders.v1')!;
    await theirs({ services: [{ name: own.name, url: 'http://127.0.0.1:9' }] });
    await stage.sql(`UPDATE inventory_object SET wished_hash = '' WHERE gateway_id = $1`, [id]);
    await push(stage.version);
    await push();
    expect(await states()).toMatchObject({ waiting: 3, failed: 3 });
    expect(fake.model.get('services', own.id)).toBeUndefined();
    expect(await inventory()).toBe((await ourObjects()).length - 1);
    await theirs({});
    await push(scopes[0]!);
    expect(await states()).toEqual(DONE);
    expect(fake.model.get('services', own.id)).toBeDefined();
    expect(await inventory()).toBe((await ourObjects()).length);
  });
});

describe('trouble', () => {
  it('with an answer that is lost is looked at, and is none when the document stands', async () => {
    fake.plan = ({ method }) => (method === 'POST' ? { kind: 'apply-and-fail' } : undefined);
    await serve(1);
    expect(documents()).toHaveLength(1);
    expect(await states()).toEqual(DONE);
  });

  it('with a gateway that is busy is over when the time that it asked for is', async () => {
    fake.plan = ({ method }) => (method === 'POST' ? { kind: 'refuse', status: 429, retryAfterSeconds: 7 } : undefined);
    await serve(1);
    expect(await states()).toMatchObject({ waiting: 3, failed: 3 });
    const [row] = await stage.sql(
      `SELECT min(retry_at) > now() + interval '5 seconds' AS late,
         bool_or(scope = 'gateway' AND locked_until > now() + interval '5 seconds') AS rests
       FROM sync_scope WHERE gateway_id = $1`,
      [id],
    );
    expect(row).toEqual({ late: true, rests: true });
    fake.plan = undefined;
    await stage.sql('UPDATE sync_scope SET retry_at = now()');
    await rested();
    await worker.sync(id);
    expect(await states()).toEqual(DONE);
  });

  it('with a mass deletion that nobody wished stops the document until somebody says so', async () => {
    const { ids, scopes } = await serve(30);
    await stage.sql('DELETE FROM credential WHERE application_id = ANY($1::uuid[])', [ids.slice(0, 20)]);
    await push(scopes[29]!);
    await worker.sync(id, 'bulk');
    expect(documents()).toHaveLength(0);
    expect(fake.model.count('keyauth_credentials')).toBe(30);
    const error = expect.stringContaining(`would delete ${20 * OBJECTS_PER_APPLICATION} of`);
    expect(await states()).toEqual({ waiting: 21, failed: 21, errors: [error] });
    await worker.get(SyncJobsStore).enqueueEverything(id);
    await worker.sync(id, 'bulk');
    expect(await states()).toEqual(DONE);
    expect(fake.model.count('keyauth_credentials')).toBe(10);
  });
});
