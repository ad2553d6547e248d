import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#platform';
import type { LocalState } from './local-state.js';

const STOP_DEADLINE_MS = 15_000;
const LOG_LINES_SHOWN = 12;

interface Member {
  name: string;
  child: ChildProcess;
  logFile: string;
}

/** The processes of one start. They log to files and are stopped in the reverse order of their start. */
export class ProcessGroup {
  private readonly members: Member[] = [];
  private stopping = false;

  constructor(
    private readonly state: LocalState,
    /** Is told, in one line and the end of its log, when a process ended that nobody asked to. */
    private readonly onDeath: (message: string) => void,
  ) {}

  /** Starts an entry of dist/ with these settings. */
  start(name: string, entry: string, env: NodeJS.ProcessEnv): void {
    const logFile = this.state.path('logs', `${name}.log`);
    const log = openSync(logFile, 'w');
    const root = projectRoot();
    const guard = path.join(root, 'dist/apps/quickstart/src/exit-with-parent.js');
    // A group of its own: Ctrl-C in the terminal reaches only the quickstart, which then stops everything in order.
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', guard, path.join(root, 'dist', entry)], {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    child.on('exit', (code, signal) => {
      if (!this.stopping) this.onDeath(`${name} ended (${signal ?? code}). The end of ${logFile}:\n${tailOf(logFile)}`);
    });
    this.members.push({ name, child, logFile });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const { child } of this.members.reverse()) await stopChild(child);
  }
}

function tailOf(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await ended;
  clearTimeout(timer);
}
