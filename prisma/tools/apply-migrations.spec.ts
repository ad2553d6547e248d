import { createEmptyDatabase, type TestDatabase, waitUntil } from '#testing';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { applyMigrations, markRolledBack } from './apply-migrations.js';

let database: TestDatabase;
let client: pg.Client;
let migrationsDir: string;
let lines: string[];

beforeEach(async () => {
  database = await createEmptyDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  migrationsDir = await mkdtemp(path.join(tmpdir(), 'gatehouse-migrations-'));
  lines = [];
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(migrationsDir, { recursive: true, force: true });
});

const apply = () => applyMigrations(database.url, { migrationsDir, log: (line) => void lines.push(line) });

async function write(name: string, sql: string): Promise<void> {
  await mkdir(path.join(migrationsDir, name), { recursive: true });
  await writeFile(path.join(migrationsDir, name, 'migration.sql'), sql);
}

async function history(): Promise<object[]> {
  const { rows } = await client.query<object>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS rolled_back
     FROM _prisma_migrations ORDER BY started_at`,
  );
  return rows;
}

async function hasTable(name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
  return rows[0]!.there;
}

const first = '20260101000000_made_things';
const firstSql = 'CREATE TABLE thing (id int PRIMARY KEY);';
const second = '20260102000000_made_more';

describe('applyMigrations', () => {
  it('applies in order, makes the tables of the job queue, and finds nothing to do afterwards', async () => {
    await write(second, 'ALTER TABLE thing ADD COLUMN name text;');
    await write(first, firstSql);
    expect(await apply()).toMatchObject({ applied: [first, second] });
    expect(await hasTable('graphile_worker._private_jobs')).toBe(true);
    expect(lines).toContain(`Migration applied: ${first}`);
    expect(await apply()).toEqual({ applied: [], queueMigrations: 0 });
  });

  it('records what Prisma records: the name and the SHA-256 of the file', async () => {
    await write(first, firstSql);
    await apply();
    const checksum = createHash('sha256').update(firstSql).digest('hex');
    expect(await history()).toEqual([{ migration_name: first, checksum, finished: true, rolled_back: false }]);
  });

  it('takes semicolons in texts and function bodies as what they are', async () => {
    await write(
      first,
      `CREATE FUNCTION answer() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END; $$; -- done; really
       CREATE TABLE thing (name text DEFAULT ';');`,
    );
    await apply();
    expect((await client.query('SELECT answer()')).rows).toEqual([{ answer: 'a;b' }]);
  });

  it('undoes a migration that fails, says why, and applies it once it is right', async () => {
    await write(first, `${firstSql} SELECT 1 / 0;`);
    await expect(apply()).rejects.toThrow(new RegExp(`${first} failed and was undone.*division by zero`));
    expect(await hasTable('thing')).toBe(false);
    await write(first, firstSql);
    expect(await apply()).toMatchObject({ applied: [first] });
  });

  it('applies a migration again that a kill interrupted', async () => {
    await write(first, firstSql);
    await apply();
    // What a kill leaves: the beginning is recorded, the transaction is gone.
    await client.query('DROP TABLE thing; UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0');
    expect(await apply()).toMatchObject({ applied: [first] });
    expect(lines.join()).toContain(`${first} was interrupted`);
    expect(await hasTable('thing')).toBe(true);
  });

  it('stops at an interrupted migration that is no single transaction, and goes on when a person has cleaned up', async () => {
    await write(first, firstSql);
    await write(second, 'CREATE UNIQUE INDEX CONCURRENTLY thing_id ON thing (id);');
    await apply();
    await client.query('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1', [second]);
    await expect(apply()).rejects.toThrow(`npm run migrate -- --rolled-back ${second}`);
    await client.query('DROP INDEX thing_id');
    await markRolledBack(database.url, second);
    expect(await apply()).toMatchObject({ applied: [second] });
  });

  it('refuses when an applied migration was edited', async () => {
    await write(first, firstSql);
    await apply();
    await write(first, `${firstSql} -- edited`);
    await expect(apply()).rejects.toThrow(/changed after they had been applied.*made_things.*Restore/);
  });

  it('lets one of two instances work and the other wait', async () => {
    await write(first, `SELECT pg_sleep(0.2); ${firstSql}`);
    const [left, right] = await Promise.all([apply(), apply()]);
    expect([...left.applied, ...right.applied]).toEqual([first]);
    expect(lines.filter((line) => line.includes('waiting for it'))).toHaveLength(1);
  });

  it('gives up instead of queueing behind a long transaction', async () => {
    await write(first, firstSql);
    await apply();
    await write(second, 'ALTER TABLE thing ADD COLUMN name text;');
    await client.query('BEGIN; LOCK TABLE thing IN ACCESS SHARE MODE');
    await expect(apply()).rejects.toThrow(/made_more failed and was undone.*lock timeout/);
    await client.query('COMMIT');
    expect(await apply()).toMatchObject({ applied: [second] });
  });

  it('frees the turn of an instance whose connection was cut', async () => {
    await write(first, 'SELECT pg_sleep(60);');
    const cut = apply().catch((error: Error) => error);
    await waitUntil('the migration to run', async () => {
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND query = 'SELECT pg_sleep(60);' AND pid <> pg_backend_pid()`,
      );
      return rowCount === 1;
    });
    expect(await cut).toBeInstanceOf(Error);
    await write(first, firstSql);
    expect(await apply()).toMatchObject({ applied: [first] });
  });
});
