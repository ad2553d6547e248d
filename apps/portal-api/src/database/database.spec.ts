import { randomUUID } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, freePort, projectRoot, startEmbeddedPostgres } from '#platform';
import { applyMigrations } from '#prisma/tools';
import { createTestDatabase, expectProblem, expectStatus, waitUntil } from '#testing';
import { startTestApp, type TestApp } from '../../test-support/start-test-app.js';
import type { SqlTx } from './statement.js';

describe('a PostgreSQL that is restarted under the process', () => {
  let server: EmbeddedPostgres;
  let start: (persistent: boolean) => Promise<EmbeddedPostgres>;
  let api: TestApp;
  beforeAll(async () => {
    const dataDir = path.join(projectRoot(), '.local', `restart-${randomUUID()}`);
    const port = await freePort();
    start = (persistent) =>
      startEmbeddedPostgres({
        dataDir,
        port,
        password: 'test',
        persistent,
        extraFlags: ['-c', 'fsync=off'],
        log: () => undefined,
      });
    server = await start(true);
    await applyMigrations(server.url, { log: () => undefined });
    api = await startTestApp({ databaseUrl: server.url });
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await server.stop();
  });

  it('is answered with 503 and Retry-After, loses nothing that was acknowledged, and is found again', async () => {
    const user = await api.addUser('steady');
    const create = (name: string) => api.http.post('/v1/teams', { body: { name }, token: user.token });
    const names = Array.from({ length: 40 }, (_, nth) => `Team ${nth}`);
    const running = Promise.all(names.map(async (name) => ({ name, answer: await create(name) })));
    await server.stop();

    const during = [...(await running).map(({ answer }) => answer), await create('While down')];
    for (const answer of during.filter(({ status }) => status !== 201)) {
      expectProblem(answer, 503, 'database.unavailable');
      expect(answer.headers.get('retry-after')).toBe('2');
    }
    expectProblem(during.at(-1)!, 503, 'database.unavailable');
    expectProblem(await api.http.get('/readyz'), 503, 'database.unavailable');
    expectStatus(await api.http.get('/healthz'), 200);

    server = await start(false);
    await waitUntil('the database to be found again', async () => (await api.http.get('/readyz')).status === 200);
    expectStatus(await create('After it'), 201);
    const acknowledged = (await running).filter(({ answer }) => answer.status === 201).map(({ name }) => name);
    const kept = (await api.database.prisma.team.findMany({ select: { name: true } })).map(({ name }) => name);
    expect(kept).toEqual(expect.arrayContaining([...acknowledged, 'After it']));
  }, 120_000);
});

describe('stopping', () => {
  it('answers what is in flight before it closes, and takes nothing new', async () => {
    const own = await createTestDatabase();
    const api = await startTestApp({ databaseUrl: own.url });
    const user = await api.addUser('leaver');
    const holder = new pg.Client({ connectionString: own.url });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE team IN EXCLUSIVE MODE');
    const inFlight = api.http.post('/v1/teams', { body: { name: 'In flight' }, token: user.token });
    const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    await waitUntil('the request to wait for the lock', async () => (await holder.query(waits)).rowCount === 1);

    const stopped = api.stop();
    await waitUntil('new requests to be refused', () =>
      api.http.get('/healthz').then(
        ({ status }) => status === 503,
        () => true,
      ),
    );
    await holder.query('COMMIT');
    expectStatus(await inFlight, 201);
    await stopped;
    const { rows } = await holder.query(`SELECT count(*)::int AS count FROM team WHERE name = 'In flight'`);
    expect(rows).toEqual([{ count: 1 }]);
    await holder.end();
    await own.drop();
  });
});

describe('a transaction', () => {
  it('of statements written by hand has them planned for any values, and leaves that to nobody else', async () => {
    const api = await startTestApp();
    const mode = async (tx: SqlTx) => (await tx.query('SHOW plan_cache_mode')).rows[0].plan_cache_mode as string;
    expect(await api.database.sqlTransaction(mode)).toBe('force_generic_plan');
    expect(await mode(api.database.pool)).toBe('auto');
    await api.stop();
  });

  it('is run again after a deadlock, and both come through', async () => {
    const api = await startTestApp();
    const [one, two] = [await api.addUser('one'), await api.addUser('two')];
    const both = [one.id, two.id];
    let locked = 0;
    const inOrder = (ids: string[]) =>
      api.database.transaction(async (tx) => {
        await tx.user.update({ where: { id: ids[0] }, data: { displayName: ids[0] } });
        locked++;
        await waitUntil('both to hold their first row', () => locked >= 2);
        await tx.user.update({ where: { id: ids[1] }, data: { displayName: ids[1] } });
      });
    await Promise.all([inOrder(both), inOrder([...both].reverse())]);
    const names = await api.database.prisma.user.findMany({ select: { id: true, displayName: true } });
    for (const { id, displayName } of names) expect(displayName).toBe(id);
    // Whoever was undone may take its first row again before the other one has woken up, and be undone once more.
    expect(locked).toBeGreaterThanOrEqual(3);
    await api.stop();
  });
});
