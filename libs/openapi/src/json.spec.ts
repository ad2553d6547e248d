import { Scale, weighUpTo } from './json.js';

describe('weighUpTo', () => {
  it.each([[null], [7], ['text'], [[1, ['a', {}]]], [{ a: { b: [true, 'c'] }, __proto: null }]])(
    'weighs %j as a scale does',
    (value) => expect(weighUpTo(1_000, value)).toBe(new Scale().weigh(value)),
  );

  it('stops where it is more than that, however much each part is shared', () => {
    let value: unknown = 'x'.repeat(100);
    // A million times a million times as much, written out.
    for (let depth = 0; depth < 40; depth++) value = [value, value];
    const weight = weighUpTo(5_000, value);
    expect(weight).toBeGreaterThan(5_000);
    expect(weight).toBeLessThan(6_000);
  });
});
