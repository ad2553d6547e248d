import { createTestDatabase, type TestDatabase, waitUntil } from '#testing';
import pg from 'pg';
import { ENQUEUE_SQL, enqueueParameters, type JobName, type JobPayloads } from './jobs.js';
import { createLogger } from './logging.js';
import { createPool } from './postgres.js';
import { Secret } from './secret.js';
import { hasWorkerSign } from './worker-sign.js';
import { startWorker, type BackgroundWorker, type JobTasks } from './worker.js';

let database: TestDatabase;
let pool: pg.Pool;
let worker: BackgroundWorker | null;
let done: unknown[];
const logger = createLogger('worker', 'silent');

beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool({ databaseUrl: new Secret(database.url), databasePoolSize: 10 });
  worker = null;
  done = [];
});

afterEach(async () => {
  await worker?.stop();
  await pool.end();
  await database.drop();
});

function start(tasks: Partial<JobTasks> = {}): void {
  const note = async (payload: unknown): Promise<void> => void done.push(payload);
  worker = startWorker({
    pool,
    concurrency: 2,
    // Tasks for the jobs that these specs enqueue.
    tasks: { 'sync-gateway': note, 'send-mail': note, prune: note, ...tasks } as JobTasks,
    logger,
  });
}

async function enqueue<N extends JobName>(
  name: N,
  payload: JobPayloads[N],
  client: Pick<pg.Client, 'query'> = pool,
): Promise<void> {
  await client.query(ENQUEUE_SQL, enqueueParameters(name, payload));
}

const lane = (gatewayId: string) => ({ gatewayId, lane: 'now' }) as const;
const waiting = async () => (await pool.query('SELECT key FROM graphile_worker.jobs')).rows.map((row) => row.key);

describe('enqueueing', () => {
  it('happens with the transaction or not at all', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await enqueue('sync-gateway', lane('a'), client);
    await client.query('ROLLBACK');
    expect(await waiting()).toEqual([]);
    await client.query('BEGIN');
    await enqueue('sync-gateway', lane('a'), client);
    expect(await waiting()).toEqual([]);
    await client.query('COMMIT');
    client.release();
    expect(await waiting()).toEqual(['sync-gateway:a:now']);
  });

  it('makes one job of many wishes for one lane', async () => {
    for (const id of ['a', 'b', 'a', 'a']) await enqueue('sync-gateway', lane(id));
    expect((await waiting()).sort()).toEqual(['sync-gateway:a:now', 'sync-gateway:b:now']);
  });
});

describe('startWorker', () => {
  it('runs what waits and what comes', async () => {
    await enqueue('send-mail', { to: 'a@b', subject: 's', text: 't' });
    await enqueue('sync-gateway', lane('a'));
    start();
    await waitUntil('both jobs', () => done.length === 2);
    expect(done).toContainEqual(lane('a'));
    await enqueue('prune', {});
    await waitUntil('the third', () => done.length === 3);
    expect(await waitUntil('an empty queue', async () => (await waiting()).length === 0)).toBe(true);
  });

  it('begins a job that is enqueued while one of the same key runs only after that', async () => {
    const seen: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    start({
      'sync-gateway': async () => {
        seen.push('begin');
        if (seen.length === 1) await held;
        seen.push('end');
      },
    });
    await enqueue('sync-gateway', lane('a'));
    await waitUntil('the first to begin', () => seen.length === 1);
    await enqueue('sync-gateway', lane('a'));
    release();
    await waitUntil('both to end', () => seen.filter((step) => step === 'end').length === 2);
    expect(seen.filter((step) => step === 'begin')).toHaveLength(2);
  });

  it('runs a job again that threw', async () => {
    let attempts = 0;
    start({
      prune: async () => {
        attempts += 1;
        if (attempts === 1) throw new Error('not today');
        done.push('pruned');
      },
    });
    await enqueue('prune', {});
    await waitUntil('the failure to be noted', async () => {
      const { rows } = await pool.query('SELECT last_error FROM graphile_worker.jobs WHERE last_error IS NOT NULL');
      return rows.length === 1;
    });
    await pool.query('UPDATE graphile_worker._private_jobs SET run_at = now()');
    await waitUntil('the second attempt', () => done.length === 1);
  });

  it('works on after PostgreSQL cut all its connections', async () => {
    start();
    await enqueue('sync-gateway', lane('before'));
    await waitUntil('the first job', () => done.length === 1);
    const killer = new pg.Client({ connectionString: database.url });
    await killer.connect();
    await killer.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await enqueue('sync-gateway', lane('after'), killer);
    await killer.end();
    await waitUntil('the job after the cut', () => done.length === 2);
  });

  it.each(['fails', 'succeeds'])('survives that PostgreSQL is away when a job %s', async (how) => {
    const admin = new pg.Client({ connectionString: new URL('/postgres', database.url).href });
    await admin.connect();
    const name = new URL(database.url).pathname.slice(1);
    start({
      prune: async () => {
        await admin.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
        await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
        done.push('away');
        if (how === 'fails') throw new Error('not today');
      },
    });
    await enqueue('prune', {});
    await waitUntil('the job to run', () => done.length === 1);
    // Whoever asks now is refused: the queue, too, which has to write down how the job ended.
    await expect(pool.query('SELECT 1')).rejects.toThrow();
    // An idle connection of which the pool has not yet heard that it is cut would be given to whoever asks next.
    await waitUntil('the pool to hear of all that was cut', () => pool.idleCount === 0);
    await admin.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
    await admin.end();
    await enqueue('sync-gateway', lane('after'));
    await waitUntil('the next job', () => done.length === 2);
  });

  it('gives the jobs of a killed worker to the living', async () => {
    await enqueue('sync-gateway', lane('a'));
    await pool.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute', attempts = 1`,
    );
    start();
    await waitUntil('the job of the dead', () => done.length === 1);
  });

  it('gives such a job to the living even if it was enqueued again while it ran', async () => {
    await enqueue('sync-gateway', lane('a'));
    await pool.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute', attempts = 1`,
    );
    await enqueue('sync-gateway', lane('a'));
    await pool.query(`DELETE FROM graphile_worker._private_jobs WHERE locked_by IS NULL`);
    start();
    await waitUntil('the job of the dead', () => done.length === 1);
  });

  it('leaves the long job of a living worker alone', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let began = 0;
    start({
      prune: async () => {
        began += 1;
        await held;
      },
    });
    await enqueue('prune', {});
    await waitUntil('the job to begin', () => began === 1);
    // The time in which a worker may still raise its sign is taken away with the next statement.
    await waitUntil('its sign', () => hasWorkerSign(pool));
    await pool.query(`UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '1 hour'`);
    const first = worker!;
    start();
    // The second worker looks for jobs of the dead before it does anything else.
    await enqueue('sync-gateway', lane('a'));
    await waitUntil('the other job', () => done.length === 1);
    release();
    await first.stop();
    await waitUntil('an empty queue', async () => (await waiting()).length === 0);
    expect(began).toBe(1);
  });

  it('waits for the running job when it stops, and takes no other', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let began = false;
    start({
      prune: async () => {
        began = true;
        await held;
        done.push('pruned');
      },
    });
    await enqueue('prune', {});
    await waitUntil('the job to begin', () => began);
    const stopped = worker!.stop();
    await enqueue('sync-gateway', lane('a'));
    release();
    await stopped;
    expect(done).toEqual(['pruned']);
    expect(await waiting()).toEqual(['sync-gateway:a:now']);
  });
});
