import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { findEmbeddedBinaries, type EmbeddedBinaries } from './embedded-binaries.js';
import { findDatabaseUser, runAs, type SystemUser } from './embedded-user.js';
import { freePort, isPortFree } from './ports.js';

/** The database that `startEmbeddedPostgres` makes and whose URL it returns. */
const EMBEDDED_DATABASE = 'gatehouse';

export interface EmbeddedPostgresOptions {
  /** Absolute path of the data folder; made when it is not there. */
  dataDir: string;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** Password of the user `postgres`; must stay the same for a data folder. */
  password: string;
  /** False removes the data folder at `stop()`. */
  persistent: boolean;
  /** Further arguments of the server, such as `['-c', 'fsync=off']`. */
  extraFlags?: string[];
  /** Is told in one line what is being done. */
  log: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** URL of the database `gatehouse`, with the password. */
  url: string;
  /** Ends the server in order (connections are cut, everything committed stays). */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL out of node_modules and returns when it takes connections. It listens on 127.0.0.1 only,
 * without a Unix socket, in UTF-8 with the C.UTF-8 order (the same on every machine). The server is a process of its own
 * group: Ctrl-C in the terminal does not reach it, so the caller's other processes can end before it does. When a server
 * still runs on the folder (its starter was killed), that one is taken over.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = await findEmbeddedBinaries();
  const user = await findDatabaseUser(binaries.initdb);
  const server = { ...options, ...binaries, user };
  if (!(await hasCluster(options.dataDir))) await createCluster(server);

  let port = await runningPort(options.dataDir);
  if (port === null) {
    port = options.port === 0 ? await freePort() : options.port;
    await startServer(server, port);
  }
  const stop = () => stopServer(server);
  try {
    return { url: await ensureDatabase(port, options.password), stop };
  } catch (cause) {
    await stop();
    throw new Error(
      `The embedded PostgreSQL in ${options.dataDir} runs but refuses us. If its password was lost, remove that folder ` +
        'to begin with an empty database.',
      { cause },
    );
  }
}

type Server = EmbeddedPostgresOptions & EmbeddedBinaries & { user: SystemUser | null };

async function hasCluster(dataDir: string): Promise<boolean> {
  return readFile(path.join(dataDir, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/** Builds the cluster beside its place and moves it there when complete, so a kill in between leaves no half folder. */
async function createCluster(server: Server): Promise<void> {
  server.log('PostgreSQL: creating the data folder');
  const building = `${server.dataDir}.building`;
  const passwordFile = `${server.dataDir}.password-${randomBytes(6).toString('hex')}`;
  await rm(building, { recursive: true, force: true });
  await mkdir(path.dirname(building), { recursive: true });
  await mkdir(building, { mode: 0o700 });
  await writeFile(passwordFile, `${server.password}\n`, { mode: 0o600 });
  try {
    if (server.user) {
      await chown(building, server.user.uid, server.user.gid);
      await chown(passwordFile, server.user.uid, server.user.gid);
    }
    const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
    await runAs(server.user, server.initdb, [
      `--pgdata=${building}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      `--locale=${locale}`,
      '--lc-messages=C',
      '--no-sync',
    ]);
    await rename(building, server.dataDir);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function startServer(server: Server, port: number): Promise<void> {
  if (!(await isPortFree(port))) {
    throw new Error(`Port ${port} is taken by another program. Set POSTGRES_PORT to a free one.`);
  }
  await rm(path.join(server.dataDir, 'postmaster.pid'), { force: true });
  server.log(`PostgreSQL: starting on 127.0.0.1:${port}`);
  const logFile = path.join(server.dataDir, 'server.log');
  await rm(logFile, { force: true });
  const flags = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const quoted = [...flags, ...(server.extraFlags ?? [])].map(shellQuoted).join(' ');
  try {
    const args = ['start', '--wait', '--timeout=60', `--pgdata=${server.dataDir}`, `--log=${logFile}`, '-o', quoted];
    await runAs(server.user, server.pgCtl, args);
  } catch (cause) {
    const said = await readFile(logFile, 'utf8').catch(() => '');
    throw new Error(`The embedded PostgreSQL did not start:\n${said.slice(-2000)}`, { cause });
  }
}

async function stopServer(server: Server): Promise<void> {
  if ((await runningPort(server.dataDir)) !== null) {
    await runAs(server.user, server.pgCtl, ['stop', '--mode=fast', '--wait', `--pgdata=${server.dataDir}`]);
  }
  if (!server.persistent) await rm(server.dataDir, { recursive: true, force: true });
}

/**
 * The port of the server that runs on a data folder, or null. After kill -9 of a whole machine or container the file
 * postmaster.pid stays behind and its process id may since belong to any other program, so only a process whose command
 * line names this folder counts.
 */
async function runningPort(dataDir: string): Promise<number | null> {
  const [pid, , , port] = await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );
  if (!pid || !port) return null;
  const command = await commandLine(Number(pid));
  return command.includes('postgres') && command.includes(dataDir) ? Number(port) : null;
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return runAs(null, 'ps', ['-o', 'command=', '-p', String(pid)]).catch(() => '');
}

async function ensureDatabase(port: number, password: string): Promise<string> {
  const base = `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  const client = new pg.Client({ connectionString: `${base}/postgres` });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [EMBEDDED_DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${EMBEDDED_DATABASE}`);
  } finally {
    await client.end();
  }
  return `${base}/${EMBEDDED_DATABASE}`;
}

/** pg_ctl hands the server's arguments to a shell. */
function shellQuoted(argument: string): string {
  return process.platform === 'win32' ? `"${argument}"` : `'${argument.replaceAll("'", `'\\''`)}'`;
}
