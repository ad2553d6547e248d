import { createHash } from 'node:crypto';
import type { ComponentRow, OperationRow, SpecReading } from './reference-model.js';

/** An operation as it is stored: its model is text that a server passes on without looking into it. */
export interface KeptOperation extends Pick<
  OperationRow,
  'method' | 'path' | 'operationId' | 'summary' | 'tags' | 'deprecated'
> {
  /** JSON of OperationDefinition with `description` and `refsTruncated`. */
  definition: string;
  /** Places in `components` of those that it reaches, nearest first. */
  refs: number[];
  /** Of all of it, with the pointers in place of `refs`: equal in two documents where nothing differs. */
  digest: string;
}

export interface KeptComponent extends Pick<ComponentRow, 'pointer' | 'name'> {
  /** JSON of the schema. */
  definition: string;
  digest: string;
}

/** A document, read, as it is stored. */
export interface KeptReading extends Omit<SpecReading, 'operations' | 'components'> {
  /** In the order of the document. */
  operations: KeptOperation[];
  components: KeptComponent[];
}

/** The operations of a reading, as they are stored. */
export function* keptOperations({ operations, components }: SpecReading): Generator<KeptOperation> {
  const places = new Map(components.map(({ pointer }, place) => [pointer, place]));
  for (const { definition: model, description = '', refsTruncated, refs, position: _, ...row } of operations) {
    const definition = JSON.stringify({ ...model, description, refsTruncated });
    const known = refs.filter((pointer) => places.has(pointer));
    yield {
      ...row,
      definition,
      refs: known.flatMap((pointer) => places.get(pointer) ?? []),
      digest: digestOf(definition, JSON.stringify(row), known.join(' ')),
    };
  }
}

/** The components of a reading, as they are stored. */
export function* keptComponents({ components }: SpecReading): Generator<KeptComponent> {
  for (const { pointer, name, definition: schema } of components) {
    const definition = JSON.stringify(schema);
    yield { pointer, name, definition, digest: digestOf(definition, pointer) };
  }
}

/** SHA-256 of the texts and of where each of them ends. */
function digestOf(...texts: string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length} `).update(text);
  return hash.digest('base64url');
}
