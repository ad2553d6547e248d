import type { ListedObject } from '#gateway';
import { driftFields } from './sweep-fields.js';
import { FIELDS_BYTES, FIELDS_KEPT, NAME_LENGTH, NAMED_FOREIGN, VALUE_LENGTH } from './sweep-limits.js';
import { scopeOf } from './sweep-scope.js';
import { clipped, SweepTally } from './sweep-tally.js';

const listed = (kind: string, name: string): ListedObject => ({
  ...{ kind, name, id: name, parentId: null, body: {}, owned: false, scope: null },
});

describe('what a sweep remembers', () => {
  it('are the first names by kind and name, whatever the order of the list, and the counts of all', () => {
    const names = Array.from({ length: NAMED_FOREIGN + 100 }, (_, index) => String(index).padStart(4, '0'));
    const tally = new SweepTally();
    tally.addForeign(names.map((name) => listed('services', name)).reverse());
    tally.addForeign([listed('routes', 'z')]);
    expect(tally.foreign).toEqual({ services: names.length, routes: 1 });
    expect(tally.named.map(({ name }) => name)).toEqual(['z', ...names.slice(0, NAMED_FOREIGN - 1)]);
  });

  it('are names that PostgreSQL can hold', () => {
    expect(clipped('a\0b')).toBe('a\uFFFDb');
    expect(clipped(`${'a'.repeat(NAME_LENGTH - 1)}😀`)).toBe(`${'a'.repeat(NAME_LENGTH - 1)}\uFFFD`);
  });

  const many = (value: string) =>
    Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`field-${index}`, value]));

  it('are so many of the fields that differ, and how many more', () => {
    const { fields, moreFields } = driftFields('{}', many('x'));
    expect([fields.length, moreFields]).toEqual([FIELDS_KEPT, 200 - FIELDS_KEPT]);
  });

  it('is the beginning of a long value', () => {
    const { fields } = driftFields('{}', { name: `${'x'.repeat(VALUE_LENGTH - 2)}😀` });
    expect(fields[0]?.found).toBe(`"${'x'.repeat(VALUE_LENGTH - 2)}\uFFFD…`);
  });

  it.each(['x', '"', '\\', '€', '\0'])(
    'is at least one field, and no more bytes than are kept, of values of %j',
    (character) => {
      const [wished, found] = [many(character.repeat(9_000)), many(character.repeat(8_000))];
      const { fields, moreFields } = driftFields(JSON.stringify(wished), found);
      expect([fields.length > 0, fields.length + moreFields]).toEqual([true, 200]);
      expect(Buffer.byteLength(fields.map((field) => JSON.stringify(field)).join(''))).toBeLessThanOrEqual(
        FIELDS_BYTES,
      );
    },
  );
});

describe('the scope that answers for a listed object', () => {
  const id = '0198c0de-0000-7000-8000-000000000000';
  it.each([
    [`version:${id}`, `version:${id}`],
    [`application:${id}`, `application:${id}`],
    ['gateway', 'gateway'],
    ['watermark', 'watermark'],
    [null, 'gateway'],
    ['version:x', 'gateway'],
    [`team:${id}`, 'gateway'],
    [`version:${id}:more`, 'gateway'],
  ])('of a mark that names %s is %s', (scope, answers) => {
    expect(scopeOf({ owned: true, scope: scope as never })).toBe(answers);
  });

  it('is none for what does not carry our mark', () => {
    expect(scopeOf({ owned: false, scope: 'gateway' })).toBeNull();
  });
});
