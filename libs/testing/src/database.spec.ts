import pg from 'pg';
import { createEmptyDatabase, createTestDatabase } from './database.js';

async function tables(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'graphile_worker')`,
  );
  await client.end();
  return rows.map((row) => row.name);
}

async function migratedAt(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ at: string }>(
    'SELECT finished_at::text AS at FROM _prisma_migrations ORDER BY 1',
  );
  await client.end();
  expect(rows.length).toBeGreaterThan(0);
  return rows.map((row) => row.at);
}

describe('createTestDatabase', () => {
  it('gives every caller a migrated database of its own', async () => {
    const [left, right] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    expect(left.url).not.toBe(right.url);
    const found = await tables(left.url);
    expect(found).toContain('public._prisma_migrations');
    expect(found).toContain('graphile_worker._private_jobs');
    await left.drop();
    await expect(tables(left.url)).rejects.toMatchObject({ code: '3D000' });
    expect(await tables(right.url)).toEqual(expect.arrayContaining(found));
    await right.drop();
  });

  it('removes a database that is still in use', async () => {
    const database = await createEmptyDatabase();
    expect(await tables(database.url)).toEqual([]);
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    const ended = new Promise((resolve) => client.once('end', resolve));
    await database.drop();
    await ended;
  });

  it('migrates once, and clones what it migrated', async () => {
    const [first, second] = [await createTestDatabase(), await createTestDatabase()];
    expect(await migratedAt(first.url)).toEqual(await migratedAt(second.url));
    await Promise.all([first.drop(), second.drop()]);
  });
});
