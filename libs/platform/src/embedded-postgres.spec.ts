import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
import { freePort } from './ports.js';
import { projectRoot } from './project-root.js';

let folder: string;
let options: EmbeddedPostgresOptions;
let running: EmbeddedPostgres[];

beforeEach(async () => {
  const local = path.join(projectRoot(), '.local');
  await mkdir(local, { recursive: true });
  folder = path.join(local, `embedded-${process.pid}-${Date.now()}`);
  options = { dataDir: path.join(folder, 'data'), port: 0, password: "it's ü", persistent: true, log: () => undefined };
  running = [];
});

afterEach(async () => {
  for (const server of running) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(changes: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ ...options, ...changes });
  running.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

describe('startEmbeddedPostgres', () => {
  it('gives an empty database in UTF-8 with an order that is the same everywhere, and keeps it over a restart', async () => {
    const first = await start({ extraFlags: ['-c', 'work_mem=7MB'] });
    expect(await ask(first.url, 'SELECT current_database()')).toBe('gatehouse');
    expect(await ask(first.url, 'SHOW server_encoding')).toBe('UTF8');
    expect(await ask(first.url, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await ask(first.url, 'SHOW work_mem')).toBe('7MB');
    expect(await ask(first.url, `SELECT string_agg(x, '' ORDER BY x) FROM unnest('{ä,a,Z,b}'::text[]) x`)).toBe('Zabä');
    expect(await ask(first.url, `SELECT lower('ÄÉ')`)).toBe('äé');
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  it('takes over a server that still runs on the folder', async () => {
    const first = await start();
    const pid = await ask(first.url, 'SELECT pg_postmaster_start_time()::text');
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'SELECT pg_postmaster_start_time()::text')).toBe(pid);
    await second.stop();
    await expect(ask(first.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('starts after a kill left a pid file whose process is now another program', async () => {
    await (await start()).stop();
    await writeFile(path.join(options.dataDir, 'postmaster.pid'), `${process.pid}\n${options.dataDir}\n1\n5432\n`);
    expect(await ask((await start()).url, 'SELECT 1')).toBe(1);
  });

  it('removes the data when they are not to be kept, and half-made data of an interrupted start', async () => {
    await mkdir(`${options.dataDir}.building`, { recursive: true });
    await writeFile(path.join(`${options.dataDir}.building`, 'PG_VERSION'), 'half');
    const server = await start({ persistent: false });
    expect(await ask(server.url, 'SELECT 1')).toBe(1);
    await server.stop();
    await expect(mkdir(options.dataDir)).resolves.toBeUndefined();
  });

  it('says which port is taken', async () => {
    const taken = await new Promise<Server>((resolve) => {
      const server: Server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    const { port } = taken.address() as { port: number };
    await expect(start({ port })).rejects.toThrow(`Port ${port} is taken`);
    taken.close();
  });

  it('says what to do when the password is not that of the folder', async () => {
    await (await start()).stop();
    await expect(start({ password: 'another' })).rejects.toThrow(/refuses us.*remove that folder/s);
  });

  it('shows what PostgreSQL said when it does not start', async () => {
    await expect(start({ port: await freePort(), extraFlags: ['-c', 'nonsense=1'] })).rejects.toThrow(
      /did not start[^]*nonsense/,
    );
  });
});
