import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Fault } from '#domain';
import { MAX_READERS, READ_DEADLINE_MS, Turns, WORKER_IDLE_MS } from '#openapi';
import { CONFIG, type Config } from '../config.js';
import { asFault } from './as-fault.js';
import type { Answer, DocumentHead, Order } from './reader-messages.js';
import { type OrderOptions, ReaderProcess } from './reader-process.js';

/**
 * Has documents read, and what is stored of them written, by processes of their own: whoever asks for a page meanwhile does
 * not feel it, and a document that takes all memory takes none of the API's.
 */
@Injectable()
export class Readers implements OnApplicationShutdown {
  private readonly turns = new Turns(MAX_READERS);
  /** With what ends each when nothing comes for it. */
  private readonly idle = new Map<ReaderProcess, NodeJS.Timeout>();
  private readonly busy = new Set<ReaderProcess>();

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'databaseUrl'>) {}

  /** Reads a document and keeps nothing. Throws the Faults `spec.*`, and the signal's reason when that is aborted. */
  async read(bytes: Uint8Array, options: Partial<OrderOptions> = {}): Promise<DocumentHead> {
    return headIn(await this.inTurn({ task: 'read', byteLength: bytes.byteLength }, bytes, options));
  }

  /** Reads a document and stores it under its hash. Throws the Faults `spec.*`; then nothing is stored. */
  async store(bytes: Uint8Array): Promise<DocumentHead> {
    return headIn(await this.inTurn({ task: 'store', byteLength: bytes.byteLength, unless: null }, bytes, {}));
  }

  /** The same, unless it has this hash: then nothing is done, and null is given. */
  async storeUnless(bytes: Uint8Array, unless: string | null): Promise<DocumentHead | null> {
    return (await this.inTurn({ task: 'store', byteLength: bytes.byteLength, unless }, bytes, {})) ?? null;
  }

  /**
   * Writes the rows of a stored document as those of the revision of the version after `present`. Throws a Fault where there
   * is no such document or version.
   */
  async write(hash: string, versionId: string, present: number): Promise<void> {
    await this.inTurn({ task: 'write', hash, versionId, present }, null, { doing: 'Storing this document' });
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.idle.keys(), ...this.busy].map((reader) => reader.end()));
  }

  private async inTurn(
    order: Order,
    bytes: Uint8Array | null,
    options: Partial<OrderOptions>,
  ): Promise<DocumentHead | undefined> {
    const { doing = 'Reading this document', deadlineMs = READ_DEADLINE_MS, signal } = options;
    await this.turns.take(signal).catch((error: unknown) => {
      throw asFault(error);
    });
    let answer: Answer;
    try {
      answer = await this.carriedOut(this.readerFor(order), order, bytes, { doing, deadlineMs, signal });
    } finally {
      this.turns.pass();
    }
    if (answer.kind === 'fault') throw new Fault(answer.code, answer.message);
    if (answer.kind === 'error') {
      const { message, code, stack: cause } = answer;
      throw Object.assign(new Error(message, { cause }), { code });
    }
    return answer.head;
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
      else this.rest(reader, answer);
    }
  }

  /** One that has read the document whose rows are to be written, or that keeps none; else any. Throws where none can be started. */
  private readerFor(order: Order): ReaderProcess {
    const usable = [...this.idle.keys()].filter(({ isUsable }) => isUsable);
    const wanted = order.task === 'write' ? order.hash : null;
    const reader = usable.find(({ hash }) => hash === wanted) ?? usable[0];
    if (reader === undefined) return new ReaderProcess(this.config.databaseUrl);
    clearTimeout(this.idle.get(reader));
    this.idle.delete(reader);
    return reader;
  }

  /** Keeps it for the next document, for a while. */
  private rest(reader: ReaderProcess, answer: Answer): void {
    reader.hash = answer.kind === 'done' ? (answer.head?.sha256 ?? null) : null;
    this.retireLater(reader);
  }

  private retireLater(reader: ReaderProcess): void {
    const retire = (): void => {
      // The next document, most likely a small one, does not wait until there is one again.
      if (this.idle.size === 1 && reader.isLean) return this.retireLater(reader);
      this.idle.delete(reader);
      void reader.end();
    };
    this.idle.set(reader, setTimeout(retire, WORKER_IDLE_MS).unref());
  }
}

function headIn(head: DocumentHead | undefined): DocumentHead {
  if (head === undefined) throw new Error('The reader said nothing of the document.');
  return head;
}
