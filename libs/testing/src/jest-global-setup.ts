import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

// Jest loads this file by itself, before the mapping of imports is in force, so it imports nothing of the project.

/** Names the run of tests, in all of its processes, by the process id of the first of them. */
export const RUN_VARIABLE = 'GATEHOUSE_TEST_RUN';

/** The folder, below the project, of the PostgreSQL that all runs of tests share while they last. */
export const SERVER_FOLDER = path.join('.local', 'test-postgres');

const POLL_MS = 20;
const TURN_TIMEOUT_MS = 60_000;

export default async function setup(config: { rootDir: string }): Promise<void> {
  const run = String(process.pid);
  process.env[RUN_VARIABLE] = run;
  // The teardown runs in the same process.
  const leave = { leaveTestServer: () => leaveServer(path.join(config.rootDir, SERVER_FOLDER), run) };
  Object.assign(globalThis, leave);
}

/**
 * Notes that a run uses the server in `folder` and calls `start`, one caller at a time. `start` is told whether nobody
 * used it until now.
 */
export async function joinServer<T>(folder: string, run: string, start: (unused: boolean) => Promise<T>): Promise<T> {
  return inTurn(folder, async () => {
    const users = await livingRuns(folder);
    await mkdir(path.join(folder, 'runs'), { recursive: true });
    await writeFile(path.join(folder, 'runs', run), '');
    return start(users.length === 0);
  });
}

/** Notes that a run no longer uses the server, and stops the server when it was the last one. */
export async function leaveServer(folder: string, run: string): Promise<void> {
  const joined = await readdir(path.join(folder, 'runs')).catch((): string[] => []);
  if (!joined.includes(run)) return;
  await inTurn(folder, async () => {
    await rm(path.join(folder, 'runs', run), { force: true });
    if ((await livingRuns(folder)).length === 0) await stopServer(path.join(folder, 'data', 'postmaster.pid'));
  });
}

async function livingRuns(folder: string): Promise<string[]> {
  const runs = await readdir(path.join(folder, 'runs')).catch((): string[] => []);
  const dead = runs.filter((run) => !isAlive(Number(run)));
  await Promise.all(dead.map((run) => rm(path.join(folder, 'runs', run), { force: true })));
  return runs.filter((run) => !dead.includes(run));
}

async function stopServer(pidFile: string): Promise<void> {
  const readPid = (): Promise<string> => readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number((await readPid()).split('\n', 1)[0]);
  // SIGINT is PostgreSQL's fast shutdown; it removes the file last.
  if (pid > 1 && isAlive(pid)) process.kill(pid, 'SIGINT');
  while (isAlive(pid) && (await readPid()) !== '') await delay(POLL_MS);
}

/** Runs of tests in several terminals share one folder; a folder made by one of them is the lock. */
async function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const lock = path.join(folder, 'lock');
  const deadlineMs = Date.now() + TURN_TIMEOUT_MS;
  while (!(await takeLock(lock))) {
    if (Date.now() > deadlineMs) throw new Error(`Another run of tests holds ${lock}. If there is none, remove it.`);
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function takeLock(lock: string): Promise<boolean> {
  const owner = path.join(lock, 'pid');
  try {
    await mkdir(lock);
    await writeFile(owner, String(process.pid));
    return true;
  } catch {
    const holder = Number(await readFile(owner, 'utf8').catch(() => ''));
    if (holder > 0 && !isAlive(holder)) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}
