import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { freePort, projectRoot } from '#platform';
import { waitUntil } from '#testing';
import type { LocalSecrets, ReadyFacts } from '../src/local-state.js';

const READY_DEADLINE_MS = 120_000;
const PORTS = [
  'WEB_PORT',
  'API_PORT',
  'GATEWAY_PROXY_PORT',
  'GATEWAY_ADMIN_PORT',
  'UPSTREAM_PORT',
  'POSTGRES_PORT',
] as const;

/** `npm start` as a person has it, on free ports and in a folder of its own. */
export class RunningQuickstart {
  private constructor(
    readonly facts: ReadyFacts,
    readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
    private child: ChildProcess,
  ) {}

  static async start(name: string, settings: NodeJS.ProcessEnv = {}): Promise<RunningQuickstart> {
    const folder = path.join(projectRoot(), '.local', name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const env: NodeJS.ProcessEnv = { ...process.env, ...settings, LOCAL_DIR: folder };
    for (const port of PORTS) env[port] = String(await freePort());
    return RunningQuickstart.launch(folder, env);
  }

  private static async launch(folder: string, env: NodeJS.ProcessEnv): Promise<RunningQuickstart> {
    const entry = path.join(projectRoot(), 'dist/apps/quickstart/src/main.js');
    const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    const ready = path.join(folder, 'ready.json');
    await waitUntil(
      'the quickstart to be ready',
      () => {
        if (child.exitCode !== null) throw new Error(`The quickstart ended with ${child.exitCode}:\n${output}`);
        return existsSync(ready);
      },
      READY_DEADLINE_MS,
    );
    const facts = JSON.parse(readFileSync(ready, 'utf8')) as ReadyFacts;
    return new RunningQuickstart(facts, folder, env, child);
  }

  /** What was printed to the log of one process. */
  log(name: string): string {
    return readFileSync(path.join(this.folder, 'logs', `${name}.log`), 'utf8');
  }

  /** Asks its database, for what nobody can bring about from outside. */
  async sql<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const secrets = readFileSync(path.join(this.folder, 'secrets.json'), 'utf8');
    const { postgresPassword: password } = JSON.parse(secrets) as LocalSecrets;
    const port = Number(this.env.POSTGRES_PORT);
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'gatehouse', password });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Stops one of its processes in mid-air (SIGSTOP), or lets it go on (SIGCONT). */
  signal(entry: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
    const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
    const found = lines
      .map((line) => line.trim().split(/\s+/))
      .find(([, parent, ...args]) => Number(parent) === this.child.pid && args.some((arg) => arg.endsWith(entry)));
    if (found === undefined) throw new Error(`The quickstart runs no ${entry}.`);
    process.kill(Number(found[0]), signal);
  }

  /** Ctrl-C; gives the exit code. */
  async interrupt(): Promise<number | null> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGINT');
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }

  /** The next start on the same data. */
  async again(): Promise<RunningQuickstart> {
    return RunningQuickstart.launch(this.folder, this.env);
  }

  /** Stops it and removes its folder. */
  async remove(): Promise<void> {
    await this.interrupt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
