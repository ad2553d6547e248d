import { createTestDatabase, type TestDatabase } from '#testing';
import { once } from 'node:events';
import pg from 'pg';
import { createPool, isConnectionError, isRetryableTransaction } from './postgres.js';
import { freePort } from './ports.js';
import { Secret } from './secret.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

function pool(url: string): pg.Pool {
  return createPool({ databaseUrl: new Secret(url), databasePoolSize: 3 });
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => Promise.reject(new Error('did not fail')),
    (error: unknown) => error,
  );
}

describe('createPool', () => {
  it('names itself and bounds statements and forgotten transactions', async () => {
    const own = pool(database.url);
    const { rows } = await own.query(
      `SELECT current_setting('application_name') AS name, current_setting('statement_timeout') AS statement,
              current_setting('idle_in_transaction_session_timeout') AS idle`,
    );
    expect(rows).toEqual([{ name: 'gatehouse', statement: '30s', idle: '1min' }]);
    await own.end();
  });

  it('waits for the disk, unless it is told that it need not', async () => {
    const own = createPool({ databaseUrl: new Secret(database.url), databasePoolSize: 1 }, { awaitsDisk: false });
    // The server of the tests does not wait either, but leaves that to itself.
    const asked = `SELECT setting FROM pg_settings WHERE name = 'synchronous_commit' AND source = 'client'`;
    expect((await own.query(asked)).rows).toEqual([{ setting: 'off' }]);
    await own.end();
    const waiting = pool(database.url);
    expect((await waiting.query(asked)).rows).toEqual([]);
    await waiting.end();
  });

  it('survives that PostgreSQL cuts its connections, idle and in use, and connects again', async () => {
    const own = pool(database.url);
    const [idle, held] = [await own.connect(), await own.connect()];
    idle.release();
    await held.query('BEGIN');
    // The pool takes an idle connection back out only when it hears that it is cut, which may be after the other one.
    const cut = Promise.all([new Promise((resolve) => held.once('end', resolve)), once(own, 'error')]);
    const killer = new pg.Client({ connectionString: database.url });
    await killer.connect();
    await killer.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'gatehouse'`);
    await killer.end();
    await cut;
    expect(isConnectionError(await failure(held.query('SELECT 1')))).toBe(true);
    held.release(true);
    expect((await own.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await own.end();
  });

  it('fails as a connection error when there is no PostgreSQL', async () => {
    const own = pool(`postgresql://u:p@127.0.0.1:${await freePort()}/d`);
    expect(isConnectionError(await failure(own.query('SELECT 1')))).toBe(true);
    await own.end();
  });
});

describe('isConnectionError', () => {
  it.each([
    [{ code: 'ECONNRESET' }],
    [{ code: '57P01' }],
    [{ code: '08006' }],
    [{ code: 'P1001' }],
    [{ code: 'P2028', message: 'Transaction API error: Unable to start a transaction in the given time.' }],
    [new Error('Connection terminated unexpectedly')],
    [new Error('timeout exceeded when trying to connect')],
    [new Error('query failed', { cause: { code: 'EPIPE' } })],
    [new AggregateError([Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })])],
    [{ name: 'DriverAdapterError', cause: { kind: 'ConnectionClosed' } }],
    [{ code: 'P2010', meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } } }],
  ])('knows %p', (error) => expect(isConnectionError(error)).toBe(true));

  it.each([
    [{ code: '23505' }],
    [{ code: '40001' }],
    [{ code: 'P2028', message: 'Transaction API error: Transaction already closed.' }],
    [new Error('no such row')],
    [null],
    [undefined],
    ['ECONNRESET'],
  ])('is not misled by %p', (error) => expect(isConnectionError(error)).toBe(false));
});

describe('isRetryableTransaction', () => {
  it('knows a real serialisation failure', async () => {
    const own = pool(database.url);
    await own.query('CREATE TABLE counter AS SELECT 1 AS value');
    const [left, right] = [await own.connect(), await own.connect()];
    for (const client of [left, right]) {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await client.query('SELECT value FROM counter');
    }
    await left.query('UPDATE counter SET value = 2');
    await left.query('COMMIT');
    const error = await failure(right.query('UPDATE counter SET value = 3'));
    expect(isRetryableTransaction(error)).toBe(true);
    expect(isConnectionError(error)).toBe(false);
    left.release();
    right.release(true);
    await own.end();
  });

  it.each([
    [{ code: '40P01' }],
    [{ code: 'P2034' }],
    [{ cause: { kind: 'TransactionWriteConflict' } }],
    [{ cause: { originalCode: '40001' } }],
  ])('knows %p', (error) => expect(isRetryableTransaction(error)).toBe(true));

  it.each([[{ code: '23505' }], [{ code: 'ECONNRESET' }], [null]])('is not misled by %p', (error) =>
    expect(isRetryableTransaction(error)).toBe(false),
  );
});
