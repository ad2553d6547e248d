import { digestAsSnippet } from '#kong-admin';
import type { Call } from '../call.js';

/** What the digest snippet of the driver does: the presented key gives way to its SHA-1. */
export function digestKey(call: Call): undefined {
  const key = call.headers['apikey'];
  if (typeof key === 'string') call.headers['apikey'] = digestAsSnippet(key);
}
