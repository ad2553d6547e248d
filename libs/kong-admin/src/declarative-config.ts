import { createHash } from 'node:crypto';
import { parse, stringify } from 'yaml';
import { AdminRefusal, asObject } from './admin-refusal.js';
import { DeclaredEntities } from './declared-entities.js';
import { resolveReferences } from './declared-references.js';
import { ENTITY_KINDS, ENTITY_SCHEMAS, type Entity, type EntityKind } from './entity-schemas.js';
import type { Origin } from './entity-writer.js';
import { flattenErrors } from './flattened-errors.js';
import { readBody } from './read-body.js';
import { withShorthands } from './redis-shorthands.js';
import { isRecord, luaTable, type JsonObject } from './violations.js';

/** What `GET /status` gives as long as nothing was loaded. */
export const EMPTY_HASH = '0'.repeat(32);

/** A whole configuration as it was sent. */
export interface ConfigDocument {
  document: JsonObject;
  /** MD5 of the text in lower-case hex. */
  hash: string;
  /** Only a document that came as a string in `config` is compared with what is loaded. */
  isComparable: boolean;
}

/** Reads a document: JSON, YAML, or either of them as the string `config`. */
export function readConfigDocument(contentType: string | undefined, text: string): ConfigDocument {
  const isYaml = /yaml/.test(contentType ?? '');
  const body = isYaml ? parseDocument(text) : readBody(contentType, text);
  const { config } = body;
  if (!isYaml && typeof config === 'string') {
    return { document: parseDocument(config), hash: md5(config), isComparable: true };
  }
  return { document: body, hash: md5(text), isComparable: false };
}

function parseDocument(text: string): JsonObject {
  try {
    return asObject(text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'unreadable';
    throw invalidConfig({ error: `failed parsing declarative configuration: ${reason}` });
  }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** The entities of a document. Throws the refusal that Kong gives, with all violations of the first kind that it finds. */
export function readConfig(
  document: JsonObject,
  origin: Origin,
  options: { flatten: boolean },
): [EntityKind, Entity][] {
  const declared = new DeclaredEntities(origin);
  const violations = { ...documentViolations(document), ...declared.read(document) };
  if (Object.keys(violations).length > 0) throw refusal(document, violations, options);
  const resolved = resolveReferences(declared.entities);
  if (Object.keys(resolved.violations).length > 0) throw refusal(document, resolved.violations, options);
  return resolved.entities;
}

const FORMAT_VERSIONS = ['1.1', '2.1', '3.0'];

function documentViolations(document: JsonObject): JsonObject {
  const violations: JsonObject = {};
  const version = document['_format_version'];
  if (version === undefined || version === null) violations['_format_version'] = 'required field missing';
  else if (typeof version !== 'string') violations['_format_version'] = 'expected a string';
  else if (!FORMAT_VERSIONS.includes(version)) {
    violations['_format_version'] = `expected one of: ${FORMAT_VERSIONS.join(', ')}`;
  }
  for (const name of Object.keys(document)) {
    if (!name.startsWith('_') && !ENTITY_KINDS.includes(name as EntityKind)) violations[name] = 'unknown field';
  }
  return violations;
}

function refusal(document: JsonObject, violations: JsonObject, options: { flatten: boolean }): AdminRefusal {
  if (!options.flatten) return invalidConfig(violations);
  const { flattened, rest } = flattenErrors(document, violations);
  return invalidConfig(rest, { flattened_errors: flattened });
}

/** Code 14. */
function invalidConfig(fields: JsonObject, more: JsonObject = {}): AdminRefusal {
  return new AdminRefusal(400, {
    name: 'invalid declarative configuration',
    message: `declarative config is invalid: ${luaTable(fields)}`,
    code: 14,
    fields,
    ...more,
  });
}

/** The answer to a document that was taken: kind → id → entity. */
export function loadedConfig(entities: [EntityKind, Entity][]): JsonObject {
  const loaded: Record<string, JsonObject> = {};
  for (const [kind, entity] of entities) (loaded[kind] ??= {})[entity.id] = withoutEmptyTtl(entity);
  return loaded;
}

/** The loaded entities as YAML, flat, with the ids of what they refer to. */
export function renderConfig(all: (kind: EntityKind) => Iterable<Entity>): string {
  const lists = ENTITY_KINDS.map((kind) => [kind, Array.from(all(kind), (entity) => flat(kind, entity))] as const);
  const document = {
    _transform: false,
    _format_version: '3.0',
    ...Object.fromEntries(lists.filter(([, list]) => list.length > 0)),
  };
  return stringify(document, { nullStr: '~', singleQuote: true, lineWidth: 0, aliasDuplicateObjects: false });
}

function flat(kind: EntityKind, entity: Entity): JsonObject {
  const foreign = Object.keys(ENTITY_SCHEMAS[kind].foreign).map((field) => {
    const reference = entity[field];
    return [field, isRecord(reference) ? reference['id'] : null];
  });
  const config = entity['config'];
  const hasShorthands = kind === 'plugins' && entity['name'] === 'rate-limiting' && isRecord(config);
  return {
    ...withoutEmptyTtl(entity),
    ...Object.fromEntries(foreign),
    ...(hasShorthands && { config: withShorthands(config) }),
  };
}

function withoutEmptyTtl(entity: Entity): JsonObject {
  const { ttl, ...rest } = entity;
  return ttl === undefined || ttl === null ? rest : entity;
}
