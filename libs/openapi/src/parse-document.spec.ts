import { MAX_NESTING_DEPTH, MAX_NODES, MAX_SPEC_BYTES } from './limits.js';
import { parseDocument } from './parse-document.js';
import type { SpecFaultCode } from './spec-fault.js';

const parse = (text: string): unknown => parseDocument(Buffer.from(text)).root;
const refusal = (code: SpecFaultCode, words: string | RegExp): Error =>
  expect.objectContaining({ name: 'SpecFault', code, message: expect.stringMatching(words) });

describe('parseDocument', () => {
  it('reads JSON where the text starts with a brace, YAML elsewhere', () => {
    expect(parseDocument(Buffer.from(' \n{"a": [1]}'))).toEqual({ format: 'json', root: { a: [1] } });
    expect(parseDocument(Buffer.from('\ufeffa: [1]'))).toEqual({ format: 'yaml', root: { a: [1] } });
  });

  it.each([
    ['{"a": 1,}', 'Line 1, column 9'],
    ['{\n  "a": 1\n  "b": 2\n}', 'Line 3, column 3'],
    ['{"a": [1, 2}', 'Line 1, column 12'],
    ['{"a": tru}', 'Line 1, column 7'],
    ['{"a": "x\ny"}', 'Line 1, column 7'],
    ['{"a": 1', 'Line 1, column 8'],
    ['{"a": 1} x', 'Line 1, column 10'],
    ['{a: 1}', 'Line 1, column 2'],
    ['{"a" 1}', 'Line 1, column 6'],
    ['[1 2]', 'Line 1, column 4'],
    ['{"a": 1}}', 'Line 1, column 9'],
    ['{"a": 01}', 'Line 1, column 8'],
  ])('says where %j stops being JSON', (text, place) => {
    expect(() => parse(text)).toThrow(refusal('spec.unreadable', place));
  });

  it('says so for a text of any length', () => {
    const long = 'x'.repeat(20_000_000);
    expect(() => parse(`{"a": "${long}`)).toThrow(refusal('spec.unreadable', 'Line 1, column 7'));
    expect(() => parse(`{"a": "${long}\\n" 1}`)).toThrow(refusal('spec.unreadable', 'Line 1, column 20000012'));
  });

  it.each([
    ['a: 1\n b: 2', 'Line 1, column 4'],
    ['a: [1, 2', 'Line 1'],
    ['a: "x', 'Line 1'],
    ['a: 1\n---\nb: 2', 'second YAML document'],
    ['a: *nobody', 'Unresolved alias'],
    ['a:\n\t- b', 'Line 2'],
  ])('says where %j stops being YAML', (text, words) => {
    expect(() => parse(text)).toThrow(refusal('spec.unreadable', words));
  });

  it('refuses what is no UTF-8, and NUL however it is written', () => {
    expect(() => parseDocument(Buffer.from([0x61, 0x3a, 0xff]))).toThrow(refusal('spec.unreadable', 'UTF-8'));
    expect(() => parseDocument(Buffer.from('a: 1\n', 'utf16le'))).toThrow(refusal('spec.unreadable', 'NUL'));
    expect(() => parse('{"a": "\\u0000"}')).toThrow(refusal('spec.unreadable', 'NUL'));
    expect(() => parse('a: "\\0"')).toThrow(refusal('spec.unreadable', 'NUL'));
  });

  it('replaces halves of characters in texts and refuses them in keys', () => {
    expect(parse('{"a": "x\\ud83d", "b": "\\ud83d\\ude00"}')).toEqual({ a: 'x\ufffd', b: '😀' });
    expect(() => parse('{"x\\ud83d": 1}')).toThrow(refusal('spec.unreadable', 'half a character'));
  });

  it('keeps __proto__ and constructor as plain data', () => {
    for (const text of [
      '{"__proto__": {"polluted": "\\ud83d"}, "constructor": {"prototype": {"polluted": true}}}',
      '__proto__: {polluted: "x"}\nconstructor: {prototype: {polluted: true}}',
      'base: &b {__proto__: {polluted: true}}\n<<: *b',
    ]) {
      const root = parse(text) as object;
      expect(Object.getPrototypeOf(root)).toBe(Object.prototype);
      expect(Object.hasOwn(root, '__proto__')).toBe(true);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('makes only what JSON knows, whatever a YAML directive or tag asks for', () => {
    expect(parse('%YAML 1.1\n---\na: 2001-12-14\nb: yes\nc: !!set {x, y}\nd: !!binary aGk=\n2: e')).toEqual({
      a: '2001-12-14',
      b: 'yes',
      c: expect.anything(),
      d: 'aGk=',
      2: 'e',
    });
  });

  it('keeps versions that look like numbers as they are written', () => {
    expect(parse('openapi: 3.0\ninfo: {version: 1.10}')).toEqual({ openapi: '3.0', info: { version: '1.10' } });
  });
});

describe('limits', () => {
  it('refuses a byte more than the largest document', () => {
    expect(() => parseDocument(Buffer.alloc(MAX_SPEC_BYTES + 1, 0x20))).toThrow(refusal('spec.too_large', '50 MiB'));
  });

  it.each([
    ['JSON', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
    ['YAML flow', (depth: number) => `# yaml\n${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['YAML sequences', (depth: number) => `# yaml\n${'- '.repeat(depth)}x`],
  ])('refuses %s nested more than 500 deep', (_, nested) => {
    expect(() => parse(nested(MAX_NESTING_DEPTH))).not.toThrow();
    expect(() => parse(nested(MAX_NESTING_DEPTH + 1))).toThrow(refusal('spec.too_complex', 'deeper than 500'));
    expect(() => parse(nested(20_000))).toThrow(refusal('spec.too_complex', 'nested'));
  });

  it('refuses an alias bomb at once', () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`,
    );
    expect(() => parse(`l0: &l0 lol\n${levels.join('\n')}`)).toThrow(refusal('spec.too_complex', 'aliases'));
  });

  it('refuses merge keys that merge themselves or multiply', () => {
    expect(() => parse('a: &a\n  <<: *a\n  b: 1')).toThrow(expect.objectContaining({ name: 'SpecFault' }));
    const levels = Array.from(
      { length: 30 },
      (_, n) => `m${n + 1}: &m${n + 1}\n  <<: [*m${n}, *m${n}, *m${n}]\n  k${n}: 1`,
    );
    expect(() => parse(`m0: &m0 {k: 1}\n${levels.join('\n')}`)).toThrow(refusal('spec.too_complex', 'aliases'));
  });

  it('refuses aliases within what they stand for', () => {
    for (const text of ['a: &a [*a]', 'a: &a {b: [*a]}', 'a: &a\n  b: &b {c: *a}\n  d: *b'])
      expect(() => parse(text)).toThrow(refusal('spec.too_complex', 'aliases'));
  });

  it('takes one anchor however often it is used, and the last one of a name before its alias', () => {
    const uses = Array.from({ length: 500 }, (_, n) => `u${n}: *a`).join('\n');
    expect(Object.values(parse(`a: &a {b: [1, 2]}\n${uses}`) as object)).toEqual(Array(501).fill({ b: [1, 2] }));
    expect(parse('- &a 1\n- *a\n- &a 2\n- *a\n- {<<: &m {x: 1}}\n- *m')).toEqual([1, 1, 2, 2, { x: 1 }, { x: 1 }]);
  });

  it('looks at anchors without number once: with each looked at for each alias, this would not come to an end', () => {
    const MANY = 40_000;
    const each = (line: (n: number) => string) => Array.from({ length: MANY }, (_, n) => line(n)).join('\n');
    const root = parse(`${each((n) => `- &a${n} x`)}\n${each((n) => `- &b${n} [*a${n}]`)}\n${each((n) => `- *b${n}`)}`);
    expect(root).toHaveLength(3 * MANY);
    expect((root as unknown[]).slice(-1)).toEqual([['x']]);
  });

  it('takes a chain of ten merges, and refuses one of thirty, each of which copies all that came before', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, n) => `m${n + 1}: &m${n + 1}\n  <<: *m${n}\n  k${n}: 1`).join('\n');
    expect(Object.keys((parse(`m0: &m0 {k: 1}\n${chain(10)}`) as { m10: object }).m10)).toHaveLength(11);
    expect(() => parse(`m0: &m0 {k: 1}\n${chain(30)}`)).toThrow(refusal('spec.too_complex', 'aliases'));
  });

  it('refuses long texts repeated by aliases', () => {
    const uses = Array(60).fill('- *a').join('\n');
    expect(() => parse(`x: &a ${'x'.repeat(4_000_000)}\nuses:\n${uses.replaceAll('- ', '  - ')}`)).toThrow(
      refusal('spec.too_complex', '200,000,000 characters'),
    );
  });

  it('refuses lists repeated by aliases', () => {
    const list = `[${Array(150_000).fill('1').join(',')}]`;
    const uses = Array(7).fill('  - *a').join('\n');
    const words = 'aliases of this YAML document stand for more than 1,000,000 values';
    expect(() => parse(`x: &a ${list}\nuses:\n${uses}`)).toThrow(refusal('spec.too_complex', words));
  });

  it('refuses more values than it could look at', () => {
    expect(() => parse(`[${'1,'.repeat(MAX_NODES)}1]`)).toThrow(refusal('spec.too_complex', '10,000,000 values'));
  });
});
