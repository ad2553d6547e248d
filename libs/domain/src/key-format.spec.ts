import { createHash } from 'node:crypto';
import { KEY_PATTERN, keyDigests, keyHint, makeKey } from './key-format.js';

const counting = (byteCount: number): Uint8Array => Uint8Array.from({ length: byteCount }, (_, index) => index);

describe('makeKey', () => {
  it('has the published form and no more than the characters that every gateway accepts', () => {
    expect(makeKey('t')).toMatch(/^ght[0-9A-Za-z]{46}$/);
  });

  it('is fixed by its random bytes, its last six characters by the others', () => {
    expect(makeKey('l', counting)).toBe('ghl0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcd0frni1');
  });

  it('throws away the bytes that would make some characters likelier', () => {
    const sources = [new Uint8Array(40).fill(255), new Uint8Array(40).fill(248), new Uint8Array(40).fill(247)];
    expect(makeKey('t', () => sources.shift() ?? new Uint8Array(0)).slice(3, 43)).toBe('z'.repeat(40));
  });

  it('never gives the same key twice', () => {
    expect(new Set(Array.from({ length: 5_000 }, () => makeKey('t'))).size).toBe(5_000);
  });

  it('uses every character about equally often', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 2_000; round++)
      for (const character of makeKey('t').slice(3, 43)) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(62);
    const expected = (2_000 * 40) / 62;
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(expected * 0.2);
  });

  it.each(['', 'T', '1', 'tt'])('refuses %j as an environment letter', (letter) => {
    expect(() => makeKey(letter)).toThrow(RangeError);
  });
});

it('digests the key itself, in lower-case hexadecimal', () => {
  const key = makeKey('t', counting);
  expect(keyDigests(key)).toEqual({
    sha256: createHash('sha256').update(key, 'ascii').digest('hex'),
    sha1: createHash('sha1').update(key, 'ascii').digest('hex'),
  });
});

it('hints at a key by its first eight and last four characters', () => {
  expect(keyHint('ghl0123456789ABCD')).toEqual({ prefix: 'ghl01234', lastFour: 'ABCD' });
});

it('lets a secret scanner find a key in a text', () => {
  const key = makeKey('t');
  expect(KEY_PATTERN.exec(`curl -H "apikey: ${key}" https://example.com`)?.[0]).toBe(key);
  expect(KEY_PATTERN.test(`${key}x`)).toBe(false);
});
