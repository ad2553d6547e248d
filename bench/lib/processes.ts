import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, projectRoot } from '#platform';

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 20;
const KEPT_OUTPUT_CHARACTERS = 4_000;

export interface BenchProcess {
  pid: number;
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

/** Starts an entry of dist/ as the process that it is in production, and waits until `ready` says yes. */
export async function startProcess(
  entry: string,
  env: Record<string, string>,
  ready: () => Promise<boolean>,
): Promise<BenchProcess> {
  const child = spawn(process.execPath, [path.join(projectRoot(), 'dist', entry)], {
    cwd: projectRoot(),
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_OUTPUT_CHARACTERS)));
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  while (!(await ready().catch(() => false))) {
    if (child.exitCode === null && Date.now() < deadlineMs) await delay(POLL_MS);
    else {
      await stopChild(child);
      throw new Error(`${entry} did not start:\n${output}`);
    }
  }
  return { pid: child.pid as number, stop: () => stopChild(child), kill: () => killChild(child) };
}

/** The API as a process of its own. */
export async function startApi(
  databaseUrl: string,
  masterSecret: string,
  env: Record<string, string> = {},
): Promise<BenchProcess & { url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = { DATABASE_URL: databaseUrl, MASTER_SECRET: masterSecret, API_PORT: String(port), ...env };
  const started = await startProcess('apps/portal-api/src/main.js', settings, async () => {
    return (await fetch(`${url}/readyz`)).ok;
  });
  return { ...started, url };
}

/** Stops processes and servers in the reverse order of their start, also when one of them fails. */
export async function withStops<T>(work: (later: (stop: () => Promise<void>) => void) => Promise<T>): Promise<T> {
  const stops: (() => Promise<void>)[] = [];
  try {
    return await work((stop) => stops.push(stop));
  } finally {
    for (const stop of stops.reverse()) await stop().catch((error: Error) => console.error(error.message));
  }
}

/** Runs an entry of dist/ to its end and returns what it printed. */
export async function runToEnd(entry: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [path.join(projectRoot(), 'dist', entry)], {
    cwd: projectRoot(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${entry} ended with ${code}:\n${errors}`);
  return output;
}

/** The most memory that a process has had at any time; Linux only. */
export async function peakMemoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

async function killChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
