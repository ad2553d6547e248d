import { projectRoot, startEmbeddedPostgres } from '#platform';
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { applyMigrations } from './apply-migrations.js';
import { diffToSchema, withSchemaEngine } from './schema-engine.js';

export interface SchemaPlace {
  /** The file schema.prisma. */
  schemaFile: string;
  /** The folder of the migrations. */
  migrationsDir: string;
}

/** Where the project keeps its schema and its migrations. */
export function projectSchema(): SchemaPlace {
  const folder = path.join(projectRoot(), 'prisma');
  return { schemaFile: path.join(folder, 'schema.prisma'), migrationsDir: path.join(folder, 'migrations') };
}

/**
 * The SQL that is missing in the migrations to arrive at schema.prisma; null when they agree. Applies all migrations to
 * a throw-away PostgreSQL and compares what they made with the schema.
 */
export async function missingSql(place: SchemaPlace): Promise<string | null> {
  const server = await startEmbeddedPostgres({
    dataDir: path.join(projectRoot(), '.local', `migration-${randomUUID()}`),
    port: 0,
    password: randomUUID(),
    persistent: false,
    extraFlags: ['-c', 'fsync=off'],
    log: () => undefined,
  });
  try {
    await applyMigrations(server.url, { log: () => undefined, migrationsDir: place.migrationsDir });
    return await withSchemaEngine(server.url, '', (engine) => diffToSchema(engine, place.schemaFile));
  } finally {
    await server.stop();
  }
}

/**
 * Writes `<timestamp>_<name>/migration.sql` with the SQL that leads from the migrations to schema.prisma, for a person to
 * read and complete. Returns the file, or null when nothing is missing.
 */
export async function makeMigration(name: string, place: SchemaPlace, now: Date): Promise<string | null> {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) {
    throw new Error(`"${name}" is no name of a migration. Write what it did, in small letters: services_got_owners.`);
  }
  const sql = await missingSql(place);
  if (sql === null) return null;
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(place.migrationsDir, `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'migration.sql');
  await writeFile(file, sql);
  return file;
}
