import type pg from 'pg';
import { waitUntil } from '#testing';
import { startTestApp, type TestApp } from '../../test-support/start-test-app.js';
import { PROMPT_POOL } from './database.js';
import { PromptTransactions } from './prompt-transactions.js';

let api: TestApp;
let prompt: PromptTransactions;
beforeAll(async () => {
  api = await startTestApp();
  prompt = api.app.get(PromptTransactions, { strict: false });
  await api.database.pool.query('CREATE TABLE counted (id int PRIMARY KEY, count int NOT NULL)');
});
beforeEach(() => api.database.pool.query('TRUNCATE counted'));
afterAll(() => api.stop());

const counted = async () => (await api.database.pool.query('SELECT id, count FROM counted ORDER BY id')).rows;

it('keeps all of it, in the order in which it was asked', async () => {
  const counts = await prompt.run((tx) =>
    Promise.all([
      tx.query('INSERT INTO counted VALUES ($1, 1)', [1]),
      tx.query('UPDATE counted SET count = count + 1 WHERE id = $1 RETURNING count', [1]),
    ]),
  );
  expect(counts[1].rows).toEqual([{ count: 2 }]);
  expect(await counted()).toEqual([{ id: 1, count: 2 }]);
});

it.each([
  ['the first', ['SELECT 1 / 0', 'INSERT INTO counted VALUES (1, 1)']],
  ['the last', ['INSERT INTO counted VALUES (1, 1)', 'SELECT 1 / 0']],
])('keeps nothing when %s of what was sent together fails, and says why', async (_which, texts) => {
  await expect(prompt.run((tx) => Promise.all(texts.map((text) => tx.query(text))))).rejects.toThrow(
    'division by zero',
  );
  expect(await counted()).toEqual([]);
});

it('keeps nothing of what was sent already when the work itself gives up, and the connection is as good as before', async () => {
  const work = prompt.run(async (tx) => {
    const inserted = tx.query('INSERT INTO counted VALUES (1, 1)');
    inserted.catch(() => undefined);
    throw new Error('not like this');
  });
  await expect(work).rejects.toThrow('not like this');
  await prompt.run((tx) => tx.query('INSERT INTO counted VALUES (2, 1)'));
  expect(await counted()).toEqual([{ id: 2, count: 1 }]);
});

it('is run again after a deadlock, and both come through', async () => {
  await api.database.pool.query('INSERT INTO counted VALUES (1, 0), (2, 0)');
  let locked = 0;
  const inOrder = (ids: number[]) =>
    prompt.run(async (tx) => {
      const count = 'UPDATE counted SET count = count + 1 WHERE id = $1';
      await tx.query(count, [ids[0]]);
      locked++;
      await waitUntil('both to hold their first row', () => locked >= 2);
      await tx.query(count, [ids[1]]);
    });
  await Promise.all([inOrder([1, 2]), inOrder([2, 1])]);
  expect(await counted()).toEqual([
    { id: 1, count: 2 },
    { id: 2, count: 2 },
  ]);
  // Whoever was undone may take its first row again before the other one has woken up, and be undone once more.
  expect(locked).toBeGreaterThanOrEqual(3);
});

it('tells that the database is away like any other transaction', async () => {
  const pool = api.app.get<pg.Pool>(PROMPT_POOL, { strict: false });
  const ended = prompt.run(async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await api.database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
    await Promise.all([tx.query('SELECT 1'), tx.query('SELECT 2')]);
  });
  await expect(ended).rejects.toMatchObject({ code: 'database.unavailable' });
  expect(await prompt.runOne((tx) => tx.query('INSERT INTO counted VALUES (3, 1)'))).toMatchObject({ rowCount: 1 });
  expect(pool.waitingCount).toBe(0);
});
