import { createHmac } from 'node:crypto';
import { isRecord } from './kong-fault.js';
import { probeHeader } from './probe-objects.js';

/** Members whose text is a secret, wherever they stand: ours, and those of plugins and credentials of others. */
const secretName =
  /(^|[_-])(api_?key|key|password|passwd|passphrase|secret|token|private_key|authorization|credential)s?$/i;

/** Plugins whose configuration is code, and members that hold some: it may have any secret in it. */
const codePlugins = new Set(['pre-function', 'post-function']);
const codeName = /_by_lua$/i;

/** What stands before the host of an address, up to the last @; and what follows the name of a member of a query. */
const userInfo = /([a-z][a-z0-9+.-]*:\/\/)([^\s/?#]+)@/gi;
const queryMember = /([?&]([^\s=&#?]+)=)([^\s&#]+)/g;

type What = 'public' | 'secret' | 'code';

/**
 * The same body with each secret replaced by a short digest of it, so that a change still shows.
 *
 * @param digestKey keys the digests, so that nobody can look for a secret that has the same one
 */
export function publicBody(body: Record<string, unknown>, digestKey: Uint8Array): Record<string, unknown> {
  const walk = (value: unknown, what: What): unknown => {
    if (typeof value === 'string') return shownText(value, what, digestKey);
    if (Array.isArray(value)) return value.map((member) => walk(member, what));
    return isRecord(value) ? members(value, (name) => (what === 'public' ? whatIs(name) : what), walk) : value;
  };
  const isCode = codePlugins.has(String(body.name));
  // What a route compares is no secret but for the header of our probe; what a plugin sends may be one.
  return members(
    body,
    (name) => (name === 'headers' ? 'public' : isCode && name === 'config' ? 'code' : whatIs(name)),
    walk,
  );
}

function members(
  value: Record<string, unknown>,
  what: (name: string) => What,
  walk: (member: unknown, what: What) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member, what(name))]));
}

function whatIs(name: string): What {
  if (codeName.test(name)) return 'code';
  return name === 'headers' || name.toLowerCase() === probeHeader || secretName.test(name) ? 'secret' : 'public';
}

function shownText(text: string, what: What, digestKey: Uint8Array): string {
  const masked = (secret: string): string => `(secret) ${shortDigest(secret, digestKey)}`;
  if (what === 'secret') return masked(text);
  if (what === 'code') return `(code) ${text.length} characters, ${shortDigest(text, digestKey)}`;
  return text
    .replace(userInfo, (_, scheme: string, secret: string) => `${scheme}${masked(secret)}@`)
    .replace(queryMember, (all: string, head: string, name: string, secret: string) =>
      secretName.test(name) ? head + masked(secret) : all,
    );
}

/** Eight hex digits that tell a secret from another and do not give it away. */
export function shortDigest(secret: string, digestKey: Uint8Array): string {
  return createHmac('sha256', digestKey).update(secret).digest('hex').slice(0, 8);
}
