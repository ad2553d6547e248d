import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing';
import { addReconcileJobs, ENQUEUE_RECONCILE_SQL } from './enqueue-reconcile.sql.js';

let database: TestDatabase;
let sql: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

it('enqueues one job a scope however often it is wished, versions before the applications that hang on them', async () => {
  await sql.query(
    `INSERT INTO gateway (id, environment_id, slug, name, kind, admin_url, proxy_url)
     SELECT $1, id, 'kong', 'Kong', 'kong', '', '' FROM environment WHERE slug = 'live'`,
    [randomUUID()],
  );
  const scopes = [`application:${randomUUID()}`, 'gateway', `version:${randomUUID()}`];
  for (let wish = 0; wish < 2; wish++) {
    const { rows } = await sql.query(ENQUEUE_RECONCILE_SQL, [scopes, null]);
    expect(rows).toEqual([{ jobs: 3 }]);
  }
  const { rows } = await sql.query(`SELECT payload->>'scope' AS scope FROM graphile_worker._private_jobs ORDER BY id`);
  expect(rows.map(({ scope }) => scope)).toEqual([scopes[2], scopes[1], scopes[0]]);
});

it('wakes no worker when there is nothing to do', async () => {
  const heard: (string | undefined)[] = [];
  sql.on('notification', ({ payload }) => heard.push(payload));
  await sql.query('LISTEN "jobs:insert"');
  const nothing = '(SELECT gateway_id, scope FROM sync_scope WHERE false) AS nothing';
  expect((await sql.query(addReconcileJobs(nothing, 'now()'))).rows).toEqual([{ jobs: 0 }]);
  await sql.query(`NOTIFY "jobs:insert", 'the end'`);
  expect(heard).toEqual(['the end']);
});
