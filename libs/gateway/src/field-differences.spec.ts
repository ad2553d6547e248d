import { fieldDifferences } from './field-differences.js';

describe('the fields in which two bodies differ', () => {
  it('are named by their path, in its order', () => {
    const wished = { name: 'a', config: { minute: 5, policy: 'local' }, gone: 1 };
    const found = { config: { policy: 'local', minute: 9, hour: 7 }, name: 'a', added: true };
    expect(fieldDifferences(wished, found)).toEqual([
      { path: 'added', wished: null, found: 'true' },
      { path: 'config.hour', wished: null, found: '7' },
      { path: 'config.minute', wished: '5', found: '9' },
      { path: 'gone', wished: '1', found: null },
    ]);
  });

  it('are none where only the order of names differs', () => {
    expect(fieldDifferences({ a: { b: 1, c: [1] } }, { a: { c: [1], b: 1 } })).toEqual([]);
  });

  it('are none where one side has null and the other has nothing', () => {
    expect(fieldDifferences({ a: null, c: { d: 1 } }, { b: null, c: { d: 1, e: null } })).toEqual([]);
  });

  it('hold a list as one value, and an object that became something else', () => {
    expect(fieldDifferences({ hosts: ['a'], config: { x: 1 } }, { hosts: ['a', 'b'], config: null })).toEqual([
      { path: 'config', wished: '{"x":1}', found: null },
      { path: 'hosts', wished: '["a"]', found: '["a","b"]' },
    ]);
  });

  it('keep names as data that mean something to JavaScript', () => {
    const found = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as Record<string, unknown>;
    expect(fieldDifferences({}, found).map(({ path }) => path)).toEqual(['__proto__', 'constructor']);
  });
});
