import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { projectRoot } from '#platform';

const POLL_MS = 10;

const toolPath = (tool: string): string => path.join(projectRoot(), 'dist', 'bench', 'openapi', 'tools', `${tool}.js`);

/** Setting with which a process of ours tells how long its event loop was held up. */
export function eventLoopSettings(file: string): Record<string, string> {
  return { NODE_OPTIONS: `--import ${toolPath('watch-event-loop')}`, EVENT_LOOP_FILE: file };
}

export interface EventLoopDelay {
  p99Ms: number;
  maxMs: number;
}

/** How long the event loop of the process was held up since it was asked the last time. */
export class EventLoopMeter {
  private asked = 0;

  constructor(
    private readonly pid: number,
    private readonly file: string,
  ) {}

  async read(): Promise<EventLoopDelay> {
    this.asked++;
    process.kill(this.pid, 'SIGWINCH');
    for (;;) {
      const text = await readFile(this.file, 'utf8').catch(() => '');
      const said = text.endsWith('}') ? (JSON.parse(text) as EventLoopDelay & { nth: number }) : null;
      if (said?.nth === this.asked) return said;
      await delay(POLL_MS);
    }
  }
}

/**
 * Asks for the page at a steady rate, from a process of its own, while one work after the other is done; milliseconds of each
 * answer that was asked for during each.
 */
export async function latenciesDuring(url: string, works: readonly (() => Promise<unknown>)[]): Promise<number[][]> {
  const probe = spawn(process.execPath, [toolPath('probe'), url], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: probe.stdout })[Symbol.asyncIterator]();
  await lines.next();
  try {
    for (const work of works) {
      probe.stdin.write('next\n');
      await work();
    }
  } finally {
    probe.stdin.end();
  }
  const { value } = (await lines.next()) as { value: string };
  return JSON.parse(value) as number[][];
}
