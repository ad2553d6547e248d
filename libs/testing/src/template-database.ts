import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { projectRoot } from '#platform';
import { applyMigrations } from '#prisma/tools';

/** Names of databases that belong to one spec. */
export const TEST_PREFIX = 'gatehouse_test_';

const TEMPLATE_PREFIX = 'gatehouse_template_';

/** Any number: whoever holds this advisory lock builds the template. */
const TEMPLATE_LOCK = 7_036_176_001;

/**
 * The name of a database with all migrations applied, for cloning; it is built when the server has none. The name carries a
 * digest of the migrations, so a changed migration means another template.
 */
export async function ensureTemplate(serverUrl: string): Promise<string> {
  const name = `${TEMPLATE_PREFIX}${await migrationsDigest()}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await build(client, serverUrl, name);
  } finally {
    await client.end();
  }
  return name;
}

/** Built under another name first: a template of the right name is complete. */
async function build(client: pg.Client, serverUrl: string, name: string): Promise<void> {
  const building = `${name}_building`;
  await client.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${building} TEMPLATE template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${building}`;
  await applyMigrations(url.href, { log: () => undefined });
  await client.query(`ALTER DATABASE ${building} RENAME TO ${name}`);
}

/** Removes what earlier runs left: databases of specs that were killed, and templates of other migrations. */
export async function dropLeftovers(serverUrl: string): Promise<void> {
  const current = `${TEMPLATE_PREFIX}${await migrationsDigest()}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE (starts_with(datname, $1) OR starts_with(datname, $2)) AND datname <> $3',
      [TEST_PREFIX, TEMPLATE_PREFIX, current],
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

async function migrationsDigest(): Promise<string> {
  const folder = path.join(projectRoot(), 'prisma', 'migrations');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.sql')).sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\n`).update(await readFile(path.join(folder, name)));
  // The job queue's own tables stand in the template, too.
  hash.update(await readFile(path.join(projectRoot(), 'node_modules', 'graphile-worker', 'package.json')));
  return hash.digest('hex').slice(0, 12);
}
