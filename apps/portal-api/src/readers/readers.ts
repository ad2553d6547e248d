import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Fault } from '#domain';
import { COMPARE_DEADLINE_MS, LINT_DEADLINE_MS, READ_DEADLINE_MS } from '#openapi';
import { CONFIG, type Config } from '../config.js';
import { Turns } from '../turns.js';
import type { Answer, InputOf, Order, ResultOf, TaskName } from './reader-messages.js';
import { type OrderOptions, ReaderProcess, tooBusy } from './reader-process.js';

/** Documents read at the same time; the others wait their turn. */
export const MAX_READING = 2;
/** Documents compared or linted at the same time, beside those; what may take long holds up no import. */
const MAX_JUDGING = 1;
const MAX_READERS = MAX_READING + MAX_JUDGING;
/** Tasks that wait in a line, some with a document in memory; more are refused. */
const MAX_WAITING = 20;
/** A reader that got nothing to do for this long ends. */
const IDLE_MS = 30_000;

interface TaskRules {
  line: 'reading' | 'judging';
  /** What a refusal says takes too long or too much memory. */
  doing: string;
  /** From the moment a reader gets the task. */
  deadlineMs: number;
}

const READING: TaskRules = { line: 'reading', doing: 'Reading this document', deadlineMs: READ_DEADLINE_MS };
const COMPARING: TaskRules = {
  line: 'judging',
  doing: 'Comparing these documents',
  deadlineMs: COMPARE_DEADLINE_MS,
};
const LINTING: TaskRules = { line: 'judging', doing: 'Linting this document', deadlineMs: LINT_DEADLINE_MS };

const TASKS: Record<TaskName, TaskRules> = {
  read: READING,
  store: READING,
  storeUnless: READING,
  write: { ...READING, doing: 'Storing this document' },
  compare: COMPARING,
  compareUnkept: COMPARING,
  lint: LINTING,
  lintUnkept: LINTING,
};

/**
 * Has documents worked on by processes of their own: whoever asks for a page meanwhile does not feel it, and a document that
 * takes all memory, or does not come to an end, takes none of those who answer.
 */
@Injectable()
export class Readers implements OnApplicationShutdown {
  private readonly lines = {
    reading: new Turns(MAX_READING, MAX_WAITING, tooMany),
    judging: new Turns(MAX_JUDGING, MAX_WAITING, tooMany),
  };
  /** With what ends each when nothing comes for it. */
  private readonly idle = new Map<ReaderProcess, NodeJS.Timeout>();
  private readonly busy = new Set<ReaderProcess>();
  private isClosed = false;

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'databaseUrl'>) {}

  /**
   * Has a task of `ReaderTasks` done when it is its turn. Throws its Faults, `spec.too_complex` where it takes too long or too
   * much memory, `request.too_many` where too many wait or the machine had no time for it, and the signal's reason when that is
   * aborted.
   */
  async run<Name extends TaskName>(
    task: Name,
    input: InputOf<Name>,
    { signal, deadlineMs }: Partial<Pick<OrderOptions, 'signal' | 'deadlineMs'>> = {},
  ): Promise<ResultOf<Name>> {
    const { line, ...rules } = TASKS[task];
    const { bytes = null, ...rest } = input as { bytes?: Uint8Array };
    const order = { task, input: rest, byteLength: bytes?.byteLength ?? null };
    const options = { ...rules, ...(deadlineMs === undefined ? {} : { deadlineMs }), signal };
    const answer = await this.lines[line].run(
      () => this.carriedOut(this.readerFor(order), order, bytes, options),
      signal,
    );
    if (answer.kind === 'done') return answer.result as ResultOf<Name>;
    if (answer.kind === 'fault') {
      const { code, message, retryAfterSeconds, cause } = answer;
      throw new Fault(code, message, { retryAfterSeconds, cause });
    }
    const { message, code, stack: cause } = answer;
    throw Object.assign(new Error(message, { cause }), { code });
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.idle.keys(), ...this.busy].map((reader) => reader.end()));
  }

  private async carriedOut(
    reader: ReaderProcess,
    order: Order,
    bytes: Uint8Array | null,
    options: OrderOptions,
  ): Promise<Answer> {
    this.busy.add(reader);
    let answer: Answer | null = null;
    try {
      answer = await reader.run(order, bytes, options);
      return answer;
    } finally {
      this.busy.delete(reader);
      if (answer === null || answer.kind === 'error') await reader.end();
      else this.rest(reader);
    }
  }

  /**
   * One that has read the document whose rows are to be written, else one that remembers none; where there is room, a new
   * one. Throws where that cannot be started, and where whoever waited would get one that nobody ends any more.
   */
  private readerFor({ task, input }: Order): ReaderProcess {
    if (this.isClosed) throw new Error('No documents are worked on any more: the process stops.');
    const usable = [...this.idle.keys()].filter(({ isUsable }) => isUsable);
    const wanted = task === 'write' ? (input as InputOf<'write'>).hash : null;
    const areAll = this.idle.size + this.busy.size >= MAX_READERS;
    const reader =
      usable.find(({ keeps }) => keeps === wanted) ??
      usable.find(({ keeps }) => keeps === null) ??
      (areAll ? usable[0] : undefined);
    if (reader === undefined) return new ReaderProcess(this.config.databaseUrl);
    clearTimeout(this.idle.get(reader));
    this.idle.delete(reader);
    return reader;
  }

  /** Keeps it for the next document, for a while. */
  private rest(reader: ReaderProcess): void {
    const retire = (): void => {
      // The next document, most likely a small one, does not wait until there is one again.
      if (this.idle.size === 1 && reader.isLean) return this.rest(reader);
      this.idle.delete(reader);
      void reader.end();
    };
    this.idle.set(reader, setTimeout(retire, IDLE_MS).unref());
  }
}

function tooMany(): Fault {
  return tooBusy('Many other documents are being worked on.');
}
