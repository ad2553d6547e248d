import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '#platform';
import type { Tried } from './tried.js';

const STDERR_CHARACTERS = 2_000;

/** A process that tries documents one after another; where it breaks down, the next one gets a new process. */
export class TryingProcess {
  private running: ReturnType<typeof start> | null = null;

  constructor(private readonly folder: string) {}

  async try(document: string, bytes: number): Promise<Tried> {
    this.running ??= start(this.folder);
    const { input, answers, ended } = this.running;
    const startedMs = performance.now();
    input.write(`${document}\n`);
    const answer = await answers.next();
    if (answer.done !== true) return JSON.parse(answer.value) as Tried;
    this.running = null;
    const seconds = { read: (performance.now() - startedMs) / 1000 };
    const failures: Tried['failures'] = [{ task: 'read', code: 'crash', message: await ended }];
    return { document, bytes, operations: 0, changes: 0, seconds, failures };
  }

  async end(): Promise<void> {
    this.running?.input.end();
    await this.running?.ended;
  }
}

function start(folder: string) {
  const tool = path.join(projectRoot(), 'dist', 'bench', 'openapi', 'tools', 'try-document.js');
  const child = spawn(process.execPath, [tool, folder], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-STDERR_CHARACTERS)));
  // A process that broke down takes no more; that it ended says enough.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(
    ([code, signal]) => `The process ended with ${String(code ?? signal)}: ${errors.trim()}`,
  );
  return { input: child.stdin, answers: createInterface({ input: child.stdout })[Symbol.asyncIterator](), ended };
}
