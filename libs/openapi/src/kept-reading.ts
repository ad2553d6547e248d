import { hash } from 'node:crypto';
import { MAX_TAG_CHARACTERS } from './limits.js';
import { readSpec } from './read-spec.js';
import { type ComponentRow, type OperationRow, type SpecReading, WEBHOOK } from './reference-model.js';

/** An operation as it is stored: its model is JSON as bytes, which a server passes on without looking into them. */
export interface KeptOperation extends Pick<
  OperationRow,
  'method' | 'path' | 'operationId' | 'summary' | 'tags' | 'deprecated'
> {
  /** The first of `tags`, cut to MAX_TAG_CHARACTERS; empty: it has none. */
  tag: string;
  /** JSON of OperationDefinition with `description` and `refsTruncated`. */
  definition: Uint8Array;
  /** Place in `reaches` of the components that it reaches. */
  reach: number;
  /** Of all of it, with the pointers that it reaches: equal in two documents where nothing differs. */
  digest: string;
}

export interface KeptComponent extends Pick<ComponentRow, 'pointer' | 'name'> {
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
  /** In the order of the document. */
  operations: KeptOperation[];
  /**
   * Places in `components`, nearest first. Operations that reach the same share one list: a large document names its
   * components millions of times, but in few different lists.
   */
  reaches: Int32Array[];
  /** Of the operations, those that are no webhooks. */
  operationCount: number;
  /** Those that the document describes in their order, then the others as operations name them. */
  operationTags: KeptTag[];
  components: KeptComponent[];
}

/**
 * Reads an OpenAPI 2.0, 3.0 or 3.1 document, JSON or YAML, in the calling thread, as `readSpec` does, and gives what is
 * stored of it.
 */
export function readKept(bytes: Uint8Array): KeptReading {
  const reading = readSpec(bytes);
  const reaches = new Reaches(reading.components);
  return {
    ...reading,
    operations: [...keptOperations(reading, reaches)],
    reaches: reaches.lists,
    operationCount: reading.operations.filter(({ method }) => !method.startsWith(WEBHOOK)).length,
    operationTags: [...keptTags(reading)],
    components: [...keptComponents(reading)],
  };
}

/** The lists that `reach` of the kept operations names. */
export class Reaches {
  readonly lists: Int32Array[] = [];
  private readonly components: ReadonlyMap<string, number>;
  private readonly known = new Map<readonly string[], { reach: number; digest: string }>();

  constructor(components: readonly ComponentRow[]) {
    this.components = new Map(components.map(({ pointer }, place) => [pointer, place]));
  }

  /** Of the pointers, which are the same list for operations that reach the same. */
  of(pointers: readonly string[]): { reach: number; digest: string } {
    const known = this.known.get(pointers);
    if (known !== undefined) return known;
    const there = pointers.filter((pointer) => this.components.has(pointer));
    const reach = this.lists.push(Int32Array.from(there, (pointer) => this.components.get(pointer)!)) - 1;
    const found = { reach, digest: hash('sha256', JSON.stringify(there), 'base64url') };
    this.known.set(pointers, found);
    return found;
  }
}

/** The operations of a reading, as they are stored. */
export function* keptOperations({ operations }: SpecReading, reaches: Reaches): Generator<KeptOperation> {
  for (const { definition: model, description = '', refsTruncated, refs, position: _, ...row } of operations) {
    const { reach, digest } = reaches.of(refs);
    const text = JSON.stringify({ ...model, description, refsTruncated });
    yield { ...row, tag: tagOf(row.tags), reach, ...digested(text, [row, digest]) };
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
