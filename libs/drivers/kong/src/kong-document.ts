import { createHash } from 'node:crypto';
import { GatewayFault, type RefusedObject, type RemoteObject } from '#gateway';
import { parse } from 'yaml';
import { isRecord, withoutSecrets } from './kong-fault.js';
import type { KongKind } from './kong-objects.js';
import { secretsOf } from './secrets-of.js';
import { splitConfig } from './split-config.js';

type Entity = Record<string, unknown>;

/** Our kinds, as the lists of a document call them. */
const listOf: Record<KongKind, string> = {
  services: 'services',
  consumers: 'consumers',
  plugins: 'plugins',
  acls: 'acls',
  'key-auths': 'keyauth_credentials',
  routes: 'routes',
};

/** The word for one entity of a list, as errors call it. */
const kindOfType = new Map(Object.entries(listOf).map(([kind, list]) => [list.replace(/s$/, ''), kind]));

/** Members of an entity that refer to another one; a document writes its id alone. */
const references = ['service', 'route', 'consumer'];

/** What stands in a document, by list. */
interface KongDocument {
  /** Members such as `_format_version`. */
  head: Entity;
  lists: Map<string, Entity[]>;
}

/** What of a document is not ours, and what of ours cannot go, because an entity of others refers to it. */
export interface ForeignPart extends KongDocument {
  needed: Map<string, Entity[]>;
}

/**
 * Reads what `GET /config` gave: flat lists of entities with ids.
 *
 * @param tag what our entities carry
 */
export function readForeign(text: string, tag: string): ForeignPart {
  const split = splitConfig(text, tag);
  const { head, lists } = parseDocument(split.foreign);
  const isOurs = ({ tags }: Entity) => Array.isArray(tags) && tags.includes(tag);
  const foreign = mapLists(lists, (entity) => !isOurs(entity));
  const referred = new Set([...foreign.values()].flat().flatMap((entity) => references.map((name) => entity[name])));
  const needed = mapLists(lists, (entity) => isOurs(entity) && referred.has(entity.id));
  for (const [id, entity] of split.ours) {
    if (!referred.has(id)) continue;
    for (const [name, entities] of parseDocument(entity).lists)
      needed.set(name, [...(needed.get(name) ?? []), ...entities]);
  }
  return { head, lists: foreign, needed };
}

function parseDocument(text: string): KongDocument {
  const parsed: unknown = readYaml(text) ?? {};
  if (!isRecord(parsed)) throw unreadable();
  const document: KongDocument = { head: {}, lists: new Map() };
  for (const [name, value] of Object.entries(parsed)) {
    if (name.startsWith('_')) document.head[name] = value;
    else if (Array.isArray(value) && value.every(isRecord)) document.lists.set(name, value);
    else if (value !== null) throw unreadable();
  }
  return document;
}

function readYaml(text: string): unknown {
  try {
    return parse(text, {
      schema: 'core',
      maxAliasCount: 1_000,
      uniqueKeys: false,
      // Kong writes YAML 1.1, in which 0o17 is a text.
      customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !('format' in tag) || tag.format !== 'OCT'),
    });
  } catch {
    // No YAML, nested too deeply, or full of references to itself.
    throw unreadable();
  }
}

/** Never sent on, because what cannot be read would be lost. */
function unreadable(): GatewayFault {
  return new GatewayFault('refused', 'The configuration on this Kong cannot be read, so nothing was written over it.');
}

function mapLists(lists: Map<string, Entity[]>, keep: (entity: Entity) => boolean): Map<string, Entity[]> {
  return new Map([...lists].map(([name, entities]) => [name, entities.filter(keep)]));
}

/**
 * The text that Kong is sent. Equal objects make equal texts, which Kong knows by their hash. Ours come last, because of
 * two entities with one name Kong refuses the later one.
 */
export function documentText(foreign: ForeignPart, objects: readonly RemoteObject[]): string {
  const ids = new Set(objects.map(({ id }) => id));
  const lists = new Map<string, Entity[]>();
  const add = (name: string, entities: Entity[]) => {
    if (entities.length > 0) lists.set(name, [...(lists.get(name) ?? []), ...entities]);
  };
  for (const [name, entities] of foreign.lists) add(name, entities);
  for (const [name, entities] of foreign.needed)
    add(
      name,
      entities.filter(({ id }) => !ids.has(String(id))),
    );
  for (const [kind, list] of Object.entries(listOf)) {
    add(list, objects.filter((object) => object.kind === kind).map(entityOf));
  }
  const head = { _format_version: '3.0', _transform: false, ...foreign.head };
  return JSON.stringify({ ...head, ...Object.fromEntries(lists) });
}

/** How Kong's hash of a text is made. */
export function hashOfText(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function entityOf({ id, body }: RemoteObject): Entity {
  const refers = references.flatMap((name) => {
    const reference = body[name];
    return isRecord(reference) ? [[name, reference.id] as const] : [];
  });
  return { ...body, id, ...Object.fromEntries(refers) };
}

/** Our objects that an answer with code 14 names; rejects when it names none, because then leaving out does not help. */
export function refusedObjects(answer: unknown, objects: readonly RemoteObject[]): RefusedObject[] {
  const flattened = isRecord(answer) && Array.isArray(answer.flattened_errors) ? answer.flattened_errors : [];
  const ours = new Set(objects.map(({ kind, id }) => `${kind} ${id}`));
  const named = flattened.filter(isRecord).map((error): RefusedObject => {
    const entity = isRecord(error.entity) ? error.entity : {};
    const kind = kindOfType.get(String(error.entity_type)) ?? String(error.entity_type);
    return { kind, id: String(error.entity_id ?? entity.id), message: wordsOf(error, entity) };
  });
  const refused = named.filter(({ kind, id }) => ours.has(`${kind} ${id}`));
  if (refused.length > 0) return refused;
  const said = named.map(({ kind, id, message }) => `${kind} ${id}: ${message}`).join('; ');
  throw new GatewayFault('refused', `This Kong refuses the whole configuration. ${said || 'It does not say why.'}`, {
    status: 400,
  });
}

function wordsOf({ errors }: Entity, entity: Entity): string {
  const words = (Array.isArray(errors) ? errors : []).filter(isRecord).map(({ field, message }) => {
    return typeof field === 'string' ? `${field}: ${String(message)}` : String(message);
  });
  return withoutSecrets(words.join('; ') || 'Kong does not say why.', secretsOf(entity));
}
