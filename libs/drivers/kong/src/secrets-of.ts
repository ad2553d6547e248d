import { isRecord } from './kong-fault.js';
import { probeHeader } from './probe-objects.js';

/** What Kong might repeat in an error and nobody should read there: digests, tokens, the password of Redis. */
export function secretsOf({ key, config, headers }: Record<string, unknown>): string[] {
  const settings = isRecord(config) ? config : {};
  const sent = isRecord(settings.headers) ? Object.values(settings.headers) : [];
  const redis = isRecord(settings.redis) ? settings.redis : {};
  const token = isRecord(headers) ? headers[probeHeader] : undefined;
  const secrets = [key, ...sent, settings.redis_password, redis.password, token].flat();
  return secrets.filter((secret): secret is string => typeof secret === 'string');
}
