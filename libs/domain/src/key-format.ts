import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 40;
const CHECKSUM_LENGTH = 6;
/** The largest multiple of 62 in a byte: bytes from here on are thrown away, or some characters would be likelier. */
const UNBIASED_BYTES = 248;

/** Finds keys in any text, for the log and for secret scanners. A hit is a key only if its checksum is right. */
export const KEY_PATTERN = /\bgh[a-z][0-9A-Za-z]{46}\b/;

/** Gives that many unpredictable bytes. */
export type RandomSource = (byteCount: number) => Uint8Array;

/** Lower-case hexadecimal digests. A key has more than 238 random bits, so a plain digest gives nothing away. */
export interface KeyDigests {
  sha256: string;
  sha1: string;
}

/** What may be shown of a key after it was issued: its first eight and its last four characters. */
export interface KeyHint {
  prefix: string;
  lastFour: string;
}

function randomCharacters(count: number, randomSource: RandomSource): string {
  let text = '';
  while (text.length < count)
    for (const byte of randomSource(count))
      if (byte < UNBIASED_BYTES && text.length < count) text += ALPHABET[byte % ALPHABET.length];
  return text;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let characters = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    characters = ALPHABET[rest % ALPHABET.length] + characters;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return characters;
}

/** A new key: `gh`, the environment's letter (a to z), 40 random base62 characters, 6 characters of CRC-32 over those 43. */
export function makeKey(environmentLetter: string, randomSource: RandomSource = randomBytes): string {
  if (!/^[a-z]$/.test(environmentLetter)) throw new RangeError('An environment letter is one of a to z.');
  const body = `gh${environmentLetter}${randomCharacters(RANDOM_LENGTH, randomSource)}`;
  return body + checksum(body);
}

/** The digests by which a key is known to the database and to the gateways. */
export function keyDigests(key: string): KeyDigests {
  const digest = (algorithm: string): string => createHash(algorithm).update(key).digest('hex');
  return { sha256: digest('sha256'), sha1: digest('sha1') };
}

/** The part of a key by which its owner recognises it. */
export function keyHint(key: string): KeyHint {
  return { prefix: key.slice(0, 8), lastFour: key.slice(-4) };
}
