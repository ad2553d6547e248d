import type { Schema } from '#openapi';
import type { StoredOperation } from '../specs/operation.store.js';
import { type Entry, entryOf } from './entry.js';
import { identifierWords, nameKey, pathKey, wordsAndWhole } from './identifier-words.js';
import { type NamedPlace, type SchemaNames, schemaNames } from './property-names.js';

export interface IndexedComponent {
  pointer: string;
  name: string;
  definition: Schema;
}

export type IndexedOperation = Omit<StoredOperation, 'position' | 'refs'>;

const SCHEMA_POINTER = /^#\/(components\/schemas|definitions)\/[^/]+$/;
/** Names of parameters and properties with which one operation is found, nearest first. */
const MAX_NAMES = 64;
const MAX_COMPONENTS_OF_BODY = 12;
const SUMMARY_CHARACTERS = 200;
/** What has a longer path or pointer has no page. */
const MAX_ADDRESS_CHARACTERS = 2_000;
/** Nobody types a longer name. */
const MAX_NAME_CHARACTERS = 200;

/**
 * What is found of one version, from its components first and then its operations. It remembers the names of all
 * components, and which names were told already: a name is found once in a version, at its first place.
 */
export class VersionEntries {
  private readonly components = new Map<string, SchemaNames>();
  private readonly told = new Set<string>();

  /** @param serviceWords an operation is found together with the name of its service */
  constructor(private readonly serviceWords: string[]) {}

  *ofComponent({ pointer, name, definition }: IndexedComponent): Generator<Entry> {
    const names = schemaNames(definition);
    this.components.set(pointer, names);
    if (!SCHEMA_POINTER.test(pointer) || pointer.length > MAX_ADDRESS_CHARACTERS) return;
    const description = textOf(definition, 'description');
    yield entryOf({
      kind: 'schema',
      identity: pointer,
      title: name,
      pointer,
      summary: firstSentence(description),
      deprecated: (definition as { deprecated?: unknown } | null)?.deprecated === true,
      name_key: nameKey(name),
      headWords: wordsAndWhole(name),
      bodyWords: [...identifierWords(textOf(definition, 'title')), ...identifierWords(description)],
    });
    for (const { name: property, place } of names.properties)
      yield* this.once('property', property, { pointer, anchor: place, inWords: name });
  }

  *ofOperation(operation: IndexedOperation): Generator<Entry> {
    const { method, path, operationId, tags, definition } = operation;
    if (path.length > MAX_ADDRESS_CHARACTERS) return;
    const summary = operation.summary || firstSentence(definition.description);
    const parameters = definition.parameters.filter(({ name }) => name !== '');
    const bodyPlaces = this.places(definition.requestBody?.contents ?? [], 'body');
    const good = definition.responses.filter(({ status }) => status.startsWith('2') || status === 'default');
    const answerPlaces = good.flatMap(({ status, contents }) => this.places(contents, `response-${status}`));
    const names = [...new Set([...parameters, ...bodyPlaces, ...answerPlaces].map(({ name }) => name))];
    const nearest = names.filter((name) => name.length <= MAX_NAME_CHARACTERS).slice(0, MAX_NAMES);
    yield entryOf({
      kind: 'operation',
      identity: `${method} ${path}`,
      title: operationId ?? `${method} ${path}`,
      method,
      path,
      summary,
      tag: tags[0] ?? null,
      deprecated: operation.deprecated,
      names: nearest.join(' '),
      name_key: operationId === null ? '' : nameKey(operationId),
      path_key: pathKey(path),
      headWords: [...wordsAndWhole(operationId ?? ''), ...path.split('/').flatMap(wordsAndWhole), method.toLowerCase()],
      bodyWords: [
        ...identifierWords(summary),
        ...tags.flatMap(wordsAndWhole),
        ...nearest.flatMap(wordsAndWhole),
        ...this.serviceWords,
      ],
    });
    for (const { in: place, name, description, deprecated } of parameters)
      yield* this.once('parameter', name, {
        ...{ method, path, summary: firstSentence(description), deprecated },
        anchor: `${place}-${name}`,
        inWords: place,
      });
    for (const { name, anchor } of [...bodyPlaces, ...answerPlaces])
      if (anchor !== null) yield* this.once('property', name, { method, path, anchor, inWords: operationId ?? path });
  }

  private *once(
    kind: 'parameter' | 'property',
    name: string,
    { inWords, ...facts }: Partial<Entry> & { inWords: string },
  ): Generator<Entry> {
    if (name.length > MAX_NAME_CHARACTERS || (facts.anchor ?? '').length > MAX_ADDRESS_CHARACTERS) return;
    const identity = kind === 'parameter' ? `${facts.anchor}` : name;
    const words = wordsAndWhole(name);
    if (words.length === 0 || this.told.has(`${kind} ${identity}`)) return;
    this.told.add(`${kind} ${identity}`);
    const bodyWords = [...identifierWords(inWords), ...identifierWords(facts.summary ?? '')];
    yield entryOf({ ...facts, kind, identity, title: name, name_key: nameKey(name), headWords: words, bodyWords });
  }

  /** The properties of bodies: those written in place with their anchors, those of components without. */
  private places(contents: { schema: Schema | null }[], start: string): (NamedPlace & { anchor: string | null })[] {
    return contents.slice(0, 2).flatMap(({ schema }) => {
      const { properties, refs } = schemaNames(schema);
      const own = properties.map(({ name, place }) => ({ name, place, anchor: anchorOf(start, place) }));
      return [...own, ...this.ofRefs(refs).map((property) => ({ ...property, anchor: null }))];
    });
  }

  private ofRefs(refs: string[]): NamedPlace[] {
    const reached = new Set(refs);
    const found: NamedPlace[] = [];
    for (const pointer of reached) {
      const names = this.components.get(pointer);
      if (names === undefined) continue;
      found.push(...names.properties);
      if (found.length >= MAX_NAMES || reached.size >= MAX_COMPONENTS_OF_BODY) break;
      for (const ref of names.refs) reached.add(ref);
    }
    return found;
  }
}

/** `body.customer`, `response-200[].id` */
function anchorOf(start: string, place: string): string {
  return place.startsWith('[') ? start + place : `${start}.${place}`;
}

function textOf(schema: Schema, name: string): string {
  const value = (schema as Record<string, unknown> | null)?.[name];
  return typeof value === 'string' ? value : '';
}

/** The beginning of a Markdown text, in one line. */
export function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().slice(0, SUMMARY_CHARACTERS);
  const end = line.search(/[.!?] /);
  return end === -1 ? line : line.slice(0, end + 1);
}
