import { createHash } from 'node:crypto';
import { KEY_LENGTH, KEY_PATTERN, keyDigests, keyHint, makeKey, parseKey } from './key-format.js';

const counting = (byteCount: number): Uint8Array => Uint8Array.from({ length: byteCount }, (_, index) => index);
const malformed = expect.objectContaining({ code: 'credential.malformed' });

describe('makeKey', () => {
  it('has the published form and no more than the characters that every gateway accepts', () => {
    const key = makeKey('t');
    expect(key).toMatch(/^ght[0-9A-Za-z]{46}$/);
    expect(key).toHaveLength(KEY_LENGTH);
  });

  it('is fixed by its random bytes', () => {
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

describe('parseKey', () => {
  it('gives the key and its environment letter, whitespace around it removed', () => {
    const key = makeKey('l');
    expect(parseKey(`  ${key}\n`)).toEqual({ key, environmentLetter: 'l' });
  });

  it('refuses every change of one character', () => {
    const key = makeKey('t', counting);
    for (let at = 0; at < key.length; at++) {
      const changed = key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1);
      expect(() => parseKey(changed)).toThrow(malformed);
    }
  });

  it.each(['', 'gh', 'ght', 'x'.repeat(49), 'ght' + '0'.repeat(46), 'ght' + '-'.repeat(46), 'a'.repeat(1_000_000)])(
    'refuses what is no key',
    (text) => expect(() => parseKey(text)).toThrow(malformed),
  );

  it('keeps the refused text out of its message', () => {
    const text = `${makeKey('t').slice(0, -1)}!`;
    expect(() => parseKey(text)).toThrow(expect.not.objectContaining({ message: expect.stringContaining(text) }));
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
