import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { READER_HEAP_MB } from '#openapi';
import { projectRoot } from '#platform';
import { type TaskName, TASKS, type TriedTask } from './tried.js';

const STDERR_CHARACTERS = 2_000;

/**
 * A process that does one task after another, with the memory and within the time that the product gives it; where it breaks
 * down or is ended, the next task gets a new process.
 */
export class TryingProcess {
  private running: ReturnType<typeof start> | null = null;

  constructor(private readonly folder: string) {}

  async try(task: TaskName, document: string): Promise<TriedTask> {
    this.running ??= start(this.folder);
    const { child, answers, ended } = this.running;
    const startedMs = performance.now();
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, TASKS[task]);
    child.stdin.write(`${JSON.stringify({ task, document })}\n`);
    const answer = await answers.next();
    clearTimeout(deadline);
    if (answer.done !== true) return JSON.parse(answer.value) as TriedTask;
    this.running = null;
    const failure = isLate
      ? { code: 'hang', message: `It takes longer than ${TASKS[task] / 1000} s.` }
      : { code: 'crash', message: await ended };
    return { seconds: (performance.now() - startedMs) / 1000, failure };
  }

  async end(): Promise<void> {
    this.running?.child.stdin.end();
    await this.running?.ended;
  }
}

function start(folder: string) {
  const tool = path.join(projectRoot(), 'dist', 'bench', 'openapi', 'tools', 'try-document.js');
  const flags = [`--max-old-space-size=${READER_HEAP_MB}`, '--single-threaded-gc'];
  const child = spawn(process.execPath, [...flags, tool, folder], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-STDERR_CHARACTERS)));
  // A process that broke down takes no more; that it ended says enough.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(
    ([code, signal]) => `The process ended with ${String(code ?? signal)}: ${errors.trim()}`,
  );
  return { child, answers: createInterface({ input: child.stdout })[Symbol.asyncIterator](), ended };
}
