import { createHash } from 'node:crypto';
import { MAX_TAG_CHARACTERS } from './limits.js';
import type { ComponentRow, OperationRow, SpecReading } from './reference-model.js';

/** An operation as it is stored: its model is text that a server passes on without looking into it. */
export interface KeptOperation extends Pick<
  OperationRow,
  'method' | 'path' | 'operationId' | 'summary' | 'tags' | 'deprecated'
> {
  /** The first of `tags`, cut to MAX_TAG_CHARACTERS; empty: it has none. */
  tag: string;
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
  /** Those that the document describes in their order, then the others as operations name them. */
  operationTags: KeptTag[];
  components: KeptComponent[];
}

/** The operations of a reading, as they are stored. */
export function* keptOperations({ operations, components }: SpecReading): Generator<KeptOperation> {
  const places = new Map(components.map(({ pointer }, place) => [pointer, place]));
  const names = pointerNames(components);
  for (const {
    definition: model,
    description = '',
    refsTruncated,
    refs: pointers,
    position: _,
    ...row
  } of operations) {
    const definition = JSON.stringify({ ...model, description, refsTruncated });
    const refs: number[] = [];
    for (const pointer of pointers) {
      const place = places.get(pointer);
      if (place !== undefined) refs.push(place);
    }
    const tag = tagOf(row.tags);
    yield { ...row, tag, definition, refs, digest: digestOf(definition, JSON.stringify(row), namesOf(refs, names)) };
  }
}

/** The components of a reading, as they are stored. */
export function* keptComponents({ components }: SpecReading): Generator<KeptComponent> {
  for (const { pointer, name, definition: schema } of components) {
    const definition = JSON.stringify(schema);
    yield { pointer, name, definition, digest: digestOf(definition, pointer) };
  }
}

/** The tags of a reading, as they are stored. */
export function* keptTags({ tags, operations }: SpecReading): Generator<KeptTag> {
  const counts = new Map(tags.map(({ name }) => [tagOf([name]), 0]));
  for (const { tags } of operations) counts.set(tagOf(tags), (counts.get(tagOf(tags)) ?? 0) + 1);
  const descriptions = new Map(tags.toReversed().map(({ name, description }) => [tagOf([name]), description]));
  for (const [name, operationCount] of counts) {
    const description = descriptions.get(name) ?? '';
    yield { name, description, operationCount, digest: digestOf(name, description, String(operationCount)) };
  }
}

/** Whole characters, so that no half of one is left. */
function tagOf([first = '']: readonly string[]): string {
  return first.length > MAX_TAG_CHARACTERS ? [...first].slice(0, MAX_TAG_CHARACTERS).join('') : first;
}

/** Of each pointer 128 bits of its SHA-256: a large document names its pointers a million times. */
const NAME_WORDS = 4;

function pointerNames(components: readonly ComponentRow[]): Uint32Array {
  const names = new Uint32Array(components.length * NAME_WORDS);
  for (const [place, { pointer }] of components.entries()) {
    const hash = createHash('sha256').update(pointer).digest();
    for (let word = 0; word < NAME_WORDS; word++) names[place * NAME_WORDS + word] = hash.readUInt32LE(word * 4);
  }
  return names;
}

function namesOf(refs: readonly number[], names: Uint32Array): Uint32Array {
  const words = new Uint32Array(refs.length * NAME_WORDS);
  for (let nth = 0, at = 0; nth < refs.length; nth++)
    for (let word = 0; word < NAME_WORDS; word++) words[at++] = names[refs[nth]! * NAME_WORDS + word]!;
  return words;
}

/** SHA-256 of the parts and of where each of them ends. */
function digestOf(...parts: (string | Uint32Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest('base64url');
}
