import { createHmac } from 'node:crypto';
import { isRecord } from './kong-fault.js';
import { probeHeader } from './probe-objects.js';

/** Members whose text is a secret, wherever they stand: ours, and those of plugins and credentials of others. */
const secretName = /(^|_)(key|password|passphrase|secret|token|private_key)$/i;

/**
 * The same body with each secret replaced by a short digest of it, so that a change still shows. Keyed with the
 * installation, so that equal secrets of two installations do not look equal.
 */
export function publicBody(body: Record<string, unknown>, installationId: string): Record<string, unknown> {
  const walk = (value: unknown, isSecret: boolean): unknown => {
    if (typeof value === 'string') return isSecret ? `(secret) ${shortDigest(value, installationId)}` : value;
    if (Array.isArray(value)) return value.map((member) => walk(member, isSecret));
    return isRecord(value) ? members(value, (name) => isSecret || isSecretName(name), walk) : value;
  };
  // What a route compares is no secret but for the header of our probe; what a plugin sends may be one.
  return members(body, (name) => name !== 'headers' && isSecretName(name), walk);
}

function members(
  value: Record<string, unknown>,
  isSecret: (name: string) => boolean,
  walk: (member: unknown, isSecret: boolean) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member, isSecret(name))]));
}

function isSecretName(name: string): boolean {
  return name === 'headers' || name.toLowerCase() === probeHeader || secretName.test(name);
}

/** Eight hex digits that tell a secret from another and do not give it away. */
export function shortDigest(secret: string, installationId: string): string {
  return createHmac('sha256', installationId).update(secret).digest('hex').slice(0, 8);
}
