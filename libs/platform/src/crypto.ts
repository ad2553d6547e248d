import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secret } from './secret.js';

/** The key (32 bytes) for one purpose, derived from the master secret with HKDF-SHA-256 (RFC 5869). */
export function derive(secret: Secret, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), 'gatehouse', purpose, 32));
}

/** A key for `seal` and `open`, with the id that sealed texts name it by. */
export interface SealKey {
  id: string;
  key: Buffer;
}

/** The key for sealing texts of one purpose. */
export function sealKey(secret: Secret, purpose: string): SealKey {
  const key = derive(secret, `seal:${purpose}`);
  return { id: sha256Hex(key).slice(0, 8), key };
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a text with AES-256-GCM. The result, `<key id>.<base64url>`, is safe in a cookie or a column. */
export function seal(text: string, { id, key }: SealKey): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(id));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${id}.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`;
}

/** The text that was sealed with one of the keys; null when none fits or anything was changed. */
export function open(sealed: string, keys: SealKey[]): string | null {
  const [id, body = ''] = sealed.split('.', 2);
  const found = keys.find((key) => key.id === id);
  const bytes = Buffer.from(body, 'base64url');
  if (!found || bytes.length < IV_BYTES + TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(found.id))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** A random text of so many bytes, in base64url. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** The SHA-256 digest in small hexadecimal letters. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Compares two texts in a time that does not tell how much of them agrees. */
export function constantTimeEqual(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}
