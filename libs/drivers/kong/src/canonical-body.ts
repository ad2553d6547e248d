import { isRecord } from './kong-fault.js';

const timestamps = new Set(['created_at', 'updated_at']);
/** Lists whose order means nothing to Kong. */
const sets = new Set(['tags', 'protocols', 'methods', 'hosts']);

/**
 * One spelling of an entity, for what we send and for what Kong answers: no timestamps, sets sorted, and without the
 * flat `redis_*` fields that Kong 3.6 and later repeat beside `config.redis`.
 */
export function canonicalBody(entity: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(entity).filter(([key, value]) => value !== undefined && !timestamps.has(key));
  return Object.fromEntries(members.map(([key, value]) => [key, canonicalMember(key, value)]));
}

function canonicalMember(key: string, value: unknown): unknown {
  if (sets.has(key) && Array.isArray(value)) return value.map(String).sort();
  if (key === 'config' && isRecord(value) && isRecord(value.redis)) {
    return Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith('redis_')));
  }
  return value;
}
