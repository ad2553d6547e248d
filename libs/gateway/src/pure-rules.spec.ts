import { brakeReason } from './brake.js';
import { canonicalHash, canonicalJson } from './canonical-hash.js';
import { capabilityNames, impossible, native, partial, unmetNeeds, type Capabilities } from './capability-matrix.js';
import { deterministicId } from './deterministic-id.js';
import { GatewayFault } from './gateway-fault.js';
import { matchesWish } from './matches-wish.js';

const installation = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('deterministicId', () => {
  it('is a UUID of version 5', () => {
    const id = deterministicId(installation, 'houses', 'a');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(deterministicId(installation, 'houses', 'a')).toBe(id);
  });

  it('differs with the installation, the kind and each part of the key', () => {
    const ids = [
      deterministicId(installation, 'houses', 'ab', 'c'),
      deterministicId(installation, 'houses', 'a', 'bc'),
      deterministicId(installation, 'doors', 'ab', 'c'),
      deterministicId('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'houses', 'ab', 'c'),
    ];
    expect(new Set(ids).size).toBe(4);
  });

  it('refuses an installation id that is no UUID', () => {
    expect(() => deterministicId('gatehouse', 'houses', 'a')).toThrow(TypeError);
  });
});

describe('canonicalHash', () => {
  it('sorts keys at every depth, keeps lists in order, and leaves undefined out', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: undefined, '1': null })).toBe('{"1":null,"b":[{"c":2,"d":1}]}');
    expect(canonicalHash({ a: [1, 2] })).not.toBe(canonicalHash({ a: [2, 1] }));
  });

  it('keeps a hostile key as data', () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"polluted":true}}');
    expect(canonicalJson(hostile)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('matchesWish', () => {
  it.each([
    ['fields that the gateway adds', { a: 1 }, { a: 1, id: 'x' }, true],
    ['a default inside a wished record', { c: { a: 1 } }, { c: { a: 1, b: 2 } }, true],
    ['null for what is missing', { a: null }, {}, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['a missing field', { a: 1 }, {}, false],
    ['a longer list', { a: ['x'] }, { a: ['x', 'y'] }, false],
    ['a list where a record is wished', { a: {} }, { a: [] }, false],
    ['something where nothing is wished', { a: null }, { a: 1 }, false],
    ['a field of the prototype', { toString: 'x' }, {}, false],
    ['nothing at all', { a: 1 }, undefined, false],
  ])('judges %s', (_what, wished, stored, held) => {
    expect(matchesWish(wished, stored)).toBe(held);
  });
});

describe('brakeReason', () => {
  const keys = (count: number) => new Map([['key-auths', count]]);

  it.each([
    [0, 0, false],
    [20, 20, false],
    [21, 84, false],
    [21, 83, true],
    [25, 100, false],
    [26, 100, true],
    [1000, 100_000, false],
  ])('%i deletes out of %i: asks is %s', (deletes, inventorySize, asks) => {
    expect(brakeReason(keys(deletes), keys(inventorySize)) !== null).toBe(asks);
  });

  it('says the numbers', () => {
    expect(brakeReason(keys(60), keys(100))).toContain('60 of the 100 objects');
  });

  it('asks for half of one kind that is little of all', () => {
    const inventory = new Map([
      ['key-auths', 120],
      ['plugins', 1000],
    ]);
    expect(brakeReason(keys(60), inventory)).toContain('60 of the 120 objects of kind key-auths');
    expect(brakeReason(keys(30), inventory)).toBeNull();
  });
});

describe('unmetNeeds', () => {
  const capabilities = {
    ...Object.fromEntries(capabilityNames.map((name) => [name, native])),
    'consumerLimit.month': partial('nearly'),
    cors: impossible('no such thing'),
  } as Capabilities;

  it('names what is impossible with the reason, once, and lets partial pass', () => {
    expect(unmetNeeds(capabilities, ['cors', 'apiKey', 'consumerLimit.month', 'cors'])).toEqual([
      { need: 'cors', reason: 'no such thing' },
    ]);
  });
});

describe('GatewayFault', () => {
  it('keeps at most 500 characters of what a gateway says', () => {
    expect(new GatewayFault('refused', 'x'.repeat(10_000)).message).toHaveLength(500);
  });
});
