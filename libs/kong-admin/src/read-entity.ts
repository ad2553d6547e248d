import { schemaViolation } from './admin-refusal.js';
import type { EntityKind, EntitySchema } from './entity-schemas.js';
import { ENTITY_SCHEMAS } from './entity-schemas.js';
import { readFields, type Fields } from './fields.js';
import { PLUGIN_SCHEMAS } from './plugin-schemas.js';
import { withoutShorthands } from './redis-shorthands.js';
import { isRecord, type JsonObject } from './violations.js';

/**
 * Checks an input against the schema of its kind and fills the defaults. Ids and times are set by the model and are
 * dropped here. Throws the refusal that Kong gives, with all violations at once.
 */
export function readEntity(kind: EntityKind, input: JsonObject): JsonObject {
  const { id: _id, created_at: _created, updated_at: _updated, ...given } = input;
  if (kind === 'routes') refuseUnknownProtocols(given);
  if (kind === 'plugins') return readPlugin(given);
  const { value, violations } = readFields(ENTITY_SCHEMAS[kind].fields, given);
  const messages = entityMessages(kind, value);
  if (messages.length > 0) violations['@entity'] = messages;
  return orRefuse(value, violations);
}

function orRefuse(value: JsonObject, violations: JsonObject): JsonObject {
  if (Object.keys(violations).length > 0) throw schemaViolation(violations);
  return value;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function entityMessages(kind: EntityKind, value: JsonObject): string[] {
  if (kind === 'consumers' && isEmpty(value['username']) && isEmpty(value['custom_id'])) {
    return ["at least one of these fields must be non-empty: 'custom_id', 'username'"];
  }
  if (kind === 'routes' && ['methods', 'hosts', 'headers', 'paths'].every((name) => isEmpty(value[name]))) {
    const isHttps = Array.isArray(value['protocols']) && value['protocols'].includes('https');
    const criteria = `'methods', 'hosts', 'headers', 'paths'${isHttps ? ", 'snis'" : ''}`;
    return [`must set one of ${criteria} when 'protocols' is '${isHttps ? 'https' : 'http'}'`];
  }
  return [];
}

const PROTOCOLS = ['grpc', 'grpcs', 'http', 'https', 'tcp', 'tls', 'tls_passthrough', 'udp'];

/** Kong looks at the protocols first, and at nothing else when one is unknown. */
function refuseUnknownProtocols(input: JsonObject): void {
  if (!Array.isArray(input['protocols'])) return;
  const unknown: unknown = input['protocols'].find((protocol) => !PROTOCOLS.includes(protocol as string));
  if (unknown !== undefined) throw schemaViolation({ protocols: `unknown type: ${String(unknown)}` });
}

function readPlugin(input: JsonObject): JsonObject {
  const name = input['name'];
  const schema = typeof name === 'string' && Object.hasOwn(PLUGIN_SCHEMAS, name) ? PLUGIN_SCHEMAS[name] : undefined;
  if (typeof name === 'string' && name !== '' && !schema) {
    throw schemaViolation({ name: `plugin '${name}' not enabled; add it to the 'plugins' configuration property` });
  }
  if (!schema) {
    return orRefuse({}, readFields(ENTITY_SCHEMAS.plugins.fields, { ...input, config: {} }).violations);
  }
  const fields: Fields = { ...ENTITY_SCHEMAS.plugins.fields, config: schema.config };
  if (!schema.consumerScope) fields['consumer'] = { type: 'foreign', nullOnly: true };
  const { value, violations } = readFields(fields, withPlainConfig(input, name as string));
  const check = isRecord(value['config']) ? schema.entityCheck?.(value['config']) : undefined;
  if (check && check.messages.length > 0) violations['@entity'] = check.messages;
  if (check?.fields && typeof violations['config'] !== 'string') {
    violations['config'] = { ...check.fields, ...(violations['config'] as JsonObject | undefined) };
  }
  return orRefuse(value, violations);
}

function withPlainConfig(input: JsonObject, name: string): JsonObject {
  if (name !== 'rate-limiting' || !isRecord(input['config'])) return input;
  return { ...input, config: withoutShorthands(input['config']) };
}

/**
 * What a PATCH leaves of the stored entity and its input together: fields replace fields, a plugin's config is merged
 * record by record. Maps are values: they are replaced.
 */
export function mergeEntity(schema: EntitySchema, stored: JsonObject, input: JsonObject): JsonObject {
  if (schema.kind !== 'plugins' || !isRecord(input['config'])) return { ...stored, ...input };
  const name = (input['name'] ?? stored['name']) as string;
  const config = name === 'rate-limiting' ? withoutShorthands(input['config']) : input['config'];
  const merged = mergeRecords(PLUGIN_SCHEMAS[name]?.config.fields ?? {}, stored['config'] as JsonObject, config);
  return { ...stored, ...input, config: merged };
}

function mergeRecords(fields: Fields, stored: JsonObject, input: JsonObject): JsonObject {
  const merged: JsonObject = { ...stored };
  for (const [name, value] of Object.entries(input)) {
    const inner = Object.hasOwn(fields, name) && fields[name]?.type === 'record' ? fields[name].fields : undefined;
    merged[name] = inner && isRecord(value) ? mergeRecords(inner, stored[name] as JsonObject, value) : value;
  }
  return merged;
}
