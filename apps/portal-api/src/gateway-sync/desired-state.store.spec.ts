import type pg from 'pg';
import { createPool, Secret, uuid } from '#platform';
import { createTestDatabase } from '#testing';
import { Database } from '../database/database.js';
import { DesiredStateStore } from './desired-state.store.js';

// Whoever waits for a key waits for it, and planning takes five times as long as reading one application does.
it('reads an application without planning the statement each time', async () => {
  const database = await createTestDatabase();
  const pool: pg.Pool = createPool({ databaseUrl: new Secret(database.url), databasePoolSize: 1 });
  const store = new DesiredStateStore(new Database(pool, pool));
  for (let nth = 0; nth < 20; nth++) {
    await store.applications([uuid()], uuid());
    await store.knownApplications([uuid()], uuid());
  }
  const { rows } = await pool.query(
    `SELECT name, custom_plans::int, generic_plans::int FROM pg_prepared_statements WHERE name ~ 'applications' ORDER BY 1`,
  );
  // The first five runs decide which plan is kept.
  expect(rows).toEqual([
    { name: 'desired_applications', custom_plans: 5, generic_plans: 15 },
    { name: 'known_applications', custom_plans: 5, generic_plans: 15 },
  ]);
  await pool.end();
  await database.drop();
});
