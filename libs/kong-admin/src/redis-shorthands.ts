import { isRecord, type JsonObject } from './violations.js';

/** The flat spelling that rate-limiting had before 3.6; it is still read and still echoed in every answer. */
const SHORTHANDS: Record<string, string> = {
  redis_host: 'host',
  redis_port: 'port',
  redis_password: 'password',
  redis_username: 'username',
  redis_ssl: 'ssl',
  redis_ssl_verify: 'ssl_verify',
  redis_server_name: 'server_name',
  redis_timeout: 'timeout',
  redis_database: 'database',
};

/** A rate-limiting config in which flat redis fields are moved into `redis`; what stands there already wins. */
export function withoutShorthands(config: JsonObject): JsonObject {
  const nested: JsonObject = {};
  const rest: JsonObject = {};
  for (const [name, value] of Object.entries(config)) {
    const target = SHORTHANDS[name];
    if (target) nested[target] = value;
    else rest[name] = value;
  }
  if (Object.keys(nested).length === 0) return rest;
  return { ...rest, redis: { ...nested, ...(isRecord(rest['redis']) ? rest['redis'] : {}) } };
}

/** The same config as Kong shows it, with the flat fields repeated. */
export function withShorthands(config: JsonObject): JsonObject {
  const redis = config['redis'] as JsonObject;
  const flat = Object.entries(SHORTHANDS).map(([name, target]) => [name, redis[target]]);
  return { ...config, ...Object.fromEntries(flat) };
}
