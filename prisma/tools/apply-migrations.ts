import { projectRoot } from '#platform';
import { Logger, runMigrations } from 'graphile-worker';
import path from 'node:path';
import pg from 'pg';
import { NO_FILTERS, readMigrations, withSchemaEngine, type Engine, type MigrationList } from './schema-engine.js';

/** A migration gives up when it would make others wait longer than this for a table. */
export const LOCK_TIMEOUT_MS = 5_000;

/** How long an instance waits for another one that is migrating. */
const TURN_TIMEOUT_MS = 10 * 60_000;

/** Any number, the same in every release: whoever holds this advisory lock is the one that migrates. */
const MIGRATION_LOCK = 7_036_174_911;

const LIMITS = `-c lock_timeout=${LOCK_TIMEOUT_MS}`;

export interface AppliedMigrations {
  /** Names of the migrations of prisma/migrations that this call applied, oldest first. */
  applied: string[];
  /** How many migrations of the job queue's own tables this call applied. */
  queueMigrations: number;
}

export interface ApplyOptions {
  /** Is told in one line what is being done. */
  log: (line: string) => void;
  /** Folder of the migrations; prisma/migrations of the project when it is left out. */
  migrationsDir?: string;
}

/**
 * Brings a database up to date: the migrations of prisma/migrations (recorded as `prisma migrate deploy` records them)
 * and then the tables of the job queue. Of several instances that start at once, one works and the others wait. Each
 * migration is one transaction; one that a kill interrupted is done again. Throws with what to do when a migration fails
 * or an applied one was edited.
 */
export async function applyMigrations(databaseUrl: string, options: ApplyOptions): Promise<AppliedMigrations> {
  const migrations = await readMigrations(options.migrationsDir ?? path.join(projectRoot(), 'prisma', 'migrations'));
  return inTurn(databaseUrl, options.log, async () => {
    const applied = await withSchemaEngine(databaseUrl, LIMITS, async (engine) => {
      await resumeOrRefuse(engine, migrations, options.log);
      return applyPending(engine, migrations);
    });
    for (const name of applied) options.log(`Migration applied: ${name}`);
    const queueMigrations = await migrateQueue(databaseUrl);
    if (queueMigrations > 0) options.log(`Job queue: ${queueMigrations} migrations applied`);
    return { applied, queueMigrations };
  });
}

async function inTurn<T>(databaseUrl: string, log: ApplyOptions['log'], work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, options: `-c statement_timeout=${TURN_TIMEOUT_MS}` });
  // A lost connection shows as the failure of the work itself; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      MIGRATION_LOCK,
    ]);
    if (!rows[0]?.taken) {
      log('Another instance is migrating the database; waiting for it');
      await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    }
    return await work();
  } finally {
    // The lock ends with its connection.
    await client.end();
  }
}

async function resumeOrRefuse(engine: Engine, migrationsList: MigrationList, log: ApplyOptions['log']): Promise<void> {
  const input = { migrationsList, optInToShadowDatabase: false, filters: NO_FILTERS };
  const found = await engine.diagnoseMigrationHistory(input);
  if (found.editedMigrationNames.length > 0) {
    throw new Error(
      `These migrations were changed after they had been applied to this database: ${found.editedMigrationNames.join(', ')}. ` +
        'Restore their files and put the change into a new migration.',
    );
  }
  for (const name of found.failedMigrationNames) {
    if (!isTransactional(migrationsList, name)) throw new Error(halfDone(name));
    log(`Migration ${name} was interrupted and had changed nothing; it is applied again`);
    await engine.markMigrationRolledBack({ migrationName: name });
  }
}

async function applyPending(engine: Engine, migrationsList: MigrationList): Promise<string[]> {
  try {
    return (await engine.applyMigrations({ migrationsList, filters: NO_FILTERS })).appliedMigrationNames;
  } catch (cause) {
    const input = { migrationsList, optInToShadowDatabase: false, filters: NO_FILTERS };
    const [name] = (await engine.diagnoseMigrationHistory(input)).failedMigrationNames;
    if (!name) throw cause;
    if (!isTransactional(migrationsList, name)) throw new Error(halfDone(name), { cause });
    await engine.markMigrationRolledBack({ migrationName: name });
    throw new Error(
      `Migration ${name} failed and was undone; the database is as it was before it. ${reasonOf(cause)} ` +
        'Nothing needs repair: remove the reason and start again.',
      { cause },
    );
  }
}

/** What runs CONCURRENTLY or commits by itself is no single transaction, so a part of it may stay after a kill. */
function isTransactional(migrations: MigrationList, name: string): boolean {
  const content = migrations.migrationDirectories.find((found) => found.path === name)?.migrationFile.content;
  return content?.tag === 'ok' && !/\b(concurrently|commit)\b/i.test(content.value.replace(/--.*$/gm, ''));
}

function halfDone(name: string): string {
  return (
    `Migration ${name} was interrupted and may have been applied in part, because it does not run in one transaction. ` +
    'Compare the database with its migration.sql and undo what is there (an index left INVALID by CREATE INDEX ' +
    `CONCURRENTLY is dropped), then run: npm run migrate -- --rolled-back ${name}`
  );
}

/** The engine appends its own call stack from the second line on. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  return lines.find((line) => line.includes('ERROR:')) ?? lines[0] ?? '';
}

/** Says that a person has undone a migration that stopped half way; the next call applies it again. */
export async function markRolledBack(databaseUrl: string, migrationName: string): Promise<void> {
  await withSchemaEngine(databaseUrl, LIMITS, (engine) => engine.markMigrationRolledBack({ migrationName }));
}

async function migrateQueue(databaseUrl: string): Promise<number> {
  const pgPool = new pg.Pool({ connectionString: databaseUrl, options: LIMITS, max: 2 });
  // A lost connection shows as the failure of the query itself; without listeners it would end the process.
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  try {
    const before = await queueMigrationCount(pgPool);
    await runMigrations({ pgPool, logger: new Logger(() => () => undefined) });
    return (await queueMigrationCount(pgPool)) - before;
  } finally {
    await pgPool.end();
  }
}

async function queueMigrationCount(pool: pg.Pool): Promise<number> {
  const found = await pool.query<{ there: boolean }>(
    `SELECT to_regclass('graphile_worker.migrations') IS NOT NULL AS there`,
  );
  if (!found.rows[0]?.there) return 0;
  const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM graphile_worker.migrations');
  return rows[0]?.count ?? 0;
}
