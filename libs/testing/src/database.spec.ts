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

  it('clones quickly once the template is there', async () => {
    await (await createTestDatabase()).drop();
    const startedMs = performance.now();
    const database = await createTestDatabase();
    const tookMs = performance.now() - startedMs;
    await database.drop();
    // About 100 ms on an idle machine; a rebuild of the template takes several times this bound.
    expect(tookMs).toBeLessThan(3_000);
  });
});
