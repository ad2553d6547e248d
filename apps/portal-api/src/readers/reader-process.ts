import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { Fault } from '#domain';
import { READER_HEAP_MB } from '#openapi';
import { projectRoot, type Secret } from '#platform';
import { type Answer, BYTES_FD, type Order } from './reader-messages.js';

const ENTRY = path.join(projectRoot(), 'dist', 'apps', 'portal-api', 'src', 'main.reader.js');
/** Given to the pipe at a time; others have their turn between the pieces. */
const PIECE_BYTES = 256 * 1024;
/** A thirtieth of the weight of other processes: less, and a busy machine would never come to the end of a document. */
const PRIORITY = 15;
/** With less of the time than this on a processor, it was the machine that took too long. */
const LEAST_SHARE = 0.5;
const RETRY_AFTER_SECONDS = 60;
/** Linux counts the time of processes in these, whatever its clock is. */
const TICK_MS = 10;
/** The end of what it has said on its standard error. */
const KEPT_CHARACTERS = 4_000;
/** What V8 says when the heap is full, before it ends the process. */
const HEAP_FULL = /heap out of memory|Reached heap limit|allocation failed/i;
/** Settings of the connection that do not stand in its address. */
const PASSED_ON = /^PG|^(HOME|USER|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS)$/;

export interface OrderOptions {
  /** What a refusal says takes too long or too much memory: `Reading this document`. */
  doing: string;
  deadlineMs: number;
  /** Whoever asked has gone. */
  signal?: AbortSignal;
}

/**
 * A process that works on documents and writes what is stored of them, as the API or the worker sees it. It has none of their secrets but
 * the address of the database, a heap of its own, and a lower priority than whoever answers requests.
 */
export class ReaderProcess {
  /** The hash of the document that it remembers. */
  keeps: string | null = null;
  private readonly child: ChildProcess;
  private readonly bytes: Writable;
  private leftLittle = true;
  private said = '';

  constructor(databaseUrl: Secret, heapMb: number = READER_HEAP_MB) {
    const passedOn = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
    this.child = fork(ENTRY, [], {
      env: { ...Object.fromEntries(passedOn), DATABASE_URL: databaseUrl.reveal() },
      // Threads of V8's own, which collect and compile, would take all cores of a small machine from those who answer.
      execArgv: [`--max-old-space-size=${heapMb}`, '--single-threaded'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    });
    // Before anything else: without it, a process that cannot be started would end the API.
    this.child.on('error', (error) => (this.said += error.message));
    // No file was left to open for a pipe, and nothing is there to be asked.
    const pipes = this.child.stdio as ChildProcess['stdio'] | undefined;
    if (pipes === undefined) throw new Error('No reader can be started: too many files are open.');
    this.bytes = pipes[BYTES_FD] as Writable;
    // Whoever waits for an answer hears of the process's end.
    this.bytes.on('error', () => undefined);
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk.toString()).slice(-KEPT_CHARACTERS);
    });
    lowerPriority(this.pid);
  }

  get pid(): number {
    // None: it could not be started, which whoever asks it for something hears.
    return this.child.pid ?? NaN;
  }

  /** Whether it can be given another order. */
  get isUsable(): boolean {
    return this.child.connected && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Whether it can be left waiting: what it has done left little behind. */
  get isLean(): boolean {
    return this.isUsable && this.leftLittle;
  }

  /** How long it was on a processor since it began; null where the system is not Linux, which tells it, or it has ended. */
  processorMs(): number | null {
    try {
      // Before these fields stands the name of the program, which may have anything in it.
      const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    } catch {
      return null;
    }
  }

  /** Gives it an order, and the document that belongs to it. Where that rejects, the process must be ended. */
  run(order: Order, document: Uint8Array | null, { doing, deadlineMs, signal }: OrderOptions): Promise<Answer> {
    const { child } = this;
    const before = this.processorMs();
    const tooComplex = (why: string): Fault =>
      new Fault('spec.too_complex', `${doing} takes ${why}. Split it into several documents.`);
    return new Promise<Answer>((resolve, reject) => {
      signal?.throwIfAborted();
      const settle = (settled: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        child.off('message', take).off('close', end);
        settled();
      };
      const fail = (error: Error): void => settle(() => reject(error));
      const take = (answer: Answer): void => {
        [this.keeps, this.leftLittle] = [answer.keeps, answer.isLean];
        settle(() => resolve(answer));
      };
      const giveUp = (): void => fail(signal?.reason as Error);
      const end = (): void =>
        fail(HEAP_FULL.test(this.said) ? tooComplex('too much memory') : new Error(`The reader ended. ${this.said}`));
      const seconds = Math.ceil(deadlineMs / 1000);
      const late = (): void => {
        const [from, to] = [before, this.processorMs()];
        const isStarved = from !== null && to !== null && to - from < deadlineMs * LEAST_SHARE;
        const starved = `${doing} did not get enough time within ${seconds} s, because the machine is busy.`;
        fail(isStarved ? tooBusy(starved) : tooComplex(`longer than ${seconds} s`));
      };
      const timer = setTimeout(late, deadlineMs);
      signal?.addEventListener('abort', giveUp, { once: true });
      child.on('message', take).on('close', end);
      // It has ended while it waited. The error says EPIPE, as one of the database's connection would.
      child.send(order, (error) => error !== null && end());
      if (document !== null) void this.hand(document);
    });
  }

  /** Gives it the bytes of a document, one piece after the other. Where it ends meanwhile, that is told by itself. */
  private async hand(document: Uint8Array): Promise<void> {
    for (let start = 0; start < document.byteLength && this.bytes.writable; start += PIECE_BYTES)
      await new Promise((taken) => this.bytes.write(document.subarray(start, start + PIECE_BYTES), taken));
  }

  /** Ends it, whatever it does. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** Nothing is wrong with the document, and nobody shall remember that there is. */
export function tooBusy(why: string): Fault {
  return new Fault('request.too_many', `${why} Try again in a minute.`, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** Its threads are started after this, so on Linux it concerns all of them. */
function lowerPriority(pid: number): void {
  try {
    setPriority(pid, PRIORITY);
  } catch {
    // It has ended already, which is told by itself, or the system does not allow it: then it is as important as others.
  }
}
