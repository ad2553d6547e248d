import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectRoot } from '#platform';
import { TEST_MASTER_SECRET } from '../../test-support/start-test-app.js';

/** The worker as it runs in production, a process of its own. */
export class WorkerProcess {
  /** What it wrote, line by line. */
  readonly lines: string[] = [];
  private readonly child: ChildProcess;

  constructor(databaseUrl: string, env: Record<string, string>) {
    this.child = spawn(process.execPath, [path.join(projectRoot(), 'dist/apps/portal-api/src/main.worker.js')], {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        MASTER_SECRET: TEST_MASTER_SECRET,
        LOG_LEVEL: 'debug',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => this.lines.push(...text.split('\n').filter(Boolean)));
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** It stands still and keeps its connections. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** It ends what it has begun. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (!this.isRunning) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    await exit;
  }
}
