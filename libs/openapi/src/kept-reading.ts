import { hash } from 'node:crypto';
import type { KeptRow, KeptRows } from './kept-rows.js';
import { MAX_TAG_CHARACTERS } from './limits.js';
import type { ComponentRow, OperationRow, SpecReading } from './reference-model.js';

/** An operation as it is stored: its model is JSON as bytes, which a server passes on without looking into them. */
export interface KeptOperation
  extends KeptRow, Pick<OperationRow, 'method' | 'path' | 'operationId' | 'summary' | 'tags' | 'deprecated'> {
  /** The first of `tags`, cut to MAX_TAG_CHARACTERS; empty: it has none. */
  tag: string;
  /** JSON of OperationDefinition with `description` and `refsTruncated`. */
  definition: Uint8Array;
  /** Places in `components` of those that it reaches, nearest first. Operations that reach the same share one list. */
  refs: Int32Array;
  /** Of all of it, with the pointers in place of `refs`: equal in two documents where nothing differs. */
  digest: string;
}

export interface KeptComponent extends KeptRow, Pick<ComponentRow, 'pointer' | 'name'> {
  /** JSON of the schema. */
  definition: Uint8Array;
  digest: string;
}

/** What operations are listed under. */
export interface KeptTag {
  /** Cut to MAX_TAG_CHARACTERS; empty: operations without a tag. */
  name: string;
  description: string;
  /** Of those whose first tag it is. */
  operationCount: number;
  digest: string;
}

/** A document, read, as it is stored. */
export interface KeptReading extends Omit<SpecReading, 'operations' | 'components'> {
  /** The bytes as gzip, where that makes them smaller: a zip stays what it is. */
  gzip?: Uint8Array;
  /** In the order of the document. */
  operations: KeptRows<KeptOperation>;
  /** Of those, the ones that are no webhooks. */
  operationCount: number;
  /** Those that the document describes in their order, then the others as operations name them. */
  operationTags: KeptTag[];
  components: KeptRows<KeptComponent>;
}

/** The operations of a reading, as they are stored. */
export function* keptOperations({ operations, components }: SpecReading): Generator<KeptOperation> {
  const places = new Map(components.map(({ pointer }, place) => [pointer, place]));
  const reaches = new Map<readonly string[], { refs: Int32Array; digest: string }>();
  for (const {
    definition: model,
    description = '',
    refsTruncated,
    refs: pointers,
    position: _,
    ...row
  } of operations) {
    let reach = reaches.get(pointers);
    if (reach === undefined) {
      const known = pointers.filter((pointer) => places.has(pointer));
      const refs = Int32Array.from(known, (pointer) => places.get(pointer)!);
      reach = { refs, digest: hash('sha256', JSON.stringify(known), 'base64url') };
      reaches.set(pointers, reach);
    }
    const text = JSON.stringify({ ...model, description, refsTruncated });
    yield { ...row, tag: tagOf(row.tags), refs: reach.refs, ...digested(text, [row, reach.digest]) };
  }
}

/** The components of a reading, as they are stored. */
export function* keptComponents({ components }: SpecReading): Generator<KeptComponent> {
  for (const { pointer, name, definition } of components)
    yield { pointer, name, ...digested(JSON.stringify(definition), pointer) };
}

/** The tags of a reading, as they are stored. */
export function* keptTags({ tags, operations }: SpecReading): Generator<KeptTag> {
  const counts = new Map(tags.map(({ name }) => [tagOf([name]), 0]));
  for (const { tags } of operations) counts.set(tagOf(tags), (counts.get(tagOf(tags)) ?? 0) + 1);
  const descriptions = new Map(tags.toReversed().map(({ name, description }) => [tagOf([name]), description]));
  for (const [name, operationCount] of counts) {
    const description = descriptions.get(name) ?? '';
    yield {
      name,
      description,
      operationCount,
      digest: hash('sha256', JSON.stringify([name, description, operationCount]), 'base64url'),
    };
  }
}

/** Whole characters, so that no half of one is left. */
function tagOf([first = '']: readonly string[]): string {
  return first.length > MAX_TAG_CHARACTERS ? [...first].slice(0, MAX_TAG_CHARACTERS).join('') : first;
}

/** A text as bytes, and the digest of it together with the rest of its row: both of one piece of memory. */
function digested(text: string, rest: unknown): { definition: Uint8Array; digest: string } {
  // No line break stands in JSON, so the two cannot be taken for others.
  const before = `${JSON.stringify(rest)}\n`;
  const bytes = Buffer.from(before + text);
  return { definition: bytes.subarray(Buffer.byteLength(before)), digest: hash('sha256', bytes, 'base64url') };
}
