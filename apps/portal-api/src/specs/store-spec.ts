import { Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import type { KeptReading } from '#openapi';
import { readDocument } from './read-document.js';
import { SpecStore } from './spec.store.js';

/** Reads documents in a worker thread and keeps them by their hash. No version has them by that. */
@Injectable()
export class StoreSpec {
  constructor(private readonly specs: SpecStore) {}

  /** Its hash is `sha256` of what it gives. Throws the Faults `spec.*` where the document is refused; then nothing is kept. */
  async run(bytes: Uint8Array): Promise<KeptReading> {
    const reading = await readDocument(bytes);
    if (!(await this.specs.keep(reading.sha256))) await this.specs.store(reading, bytes);
    return reading;
  }

  /** Reads a kept document once more. */
  async again(hash: string): Promise<KeptReading> {
    const document = await this.specs.document(hash);
    if (document === null) throw notFound('document');
    return readDocument(document.bytes);
  }
}
