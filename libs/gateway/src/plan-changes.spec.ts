import { planChanges, wishedHashOf } from './plan-changes.js';
import type { InventoryRow, KindOrder, RemoteObject } from './remote-object.js';

const order: KindOrder = { kinds: ['houses', 'doors', 'keys'], revocations: ['keys'] };

function object(kind: string, id: string, body: Record<string, unknown> = { id }): RemoteObject {
  return { kind, id, subjectId: null, parentId: null, needs: [], body };
}

function row(wished: RemoteObject): InventoryRow {
  const { kind, id, parentId, subjectId } = wished;
  return { kind, remoteId: id, parentId, subjectId, wishedHash: wishedHashOf(wished), answeredHash: 'any' };
}

function ids(changeSet: ReturnType<typeof planChanges>) {
  return {
    revocations: changeSet.revocations.map((gone) => gone.remoteId),
    puts: changeSet.puts.map((put) => put.id),
    deletes: changeSet.deletes.map((gone) => gone.remoteId),
  };
}

describe('planChanges', () => {
  const house = object('houses', 'h');
  const door = object('doors', 'd');
  const key = object('keys', 'k');
  const nothing = { revocations: [], puts: [], deletes: [] };

  it.each([
    ['plans nothing for nothing', [], [], nothing],
    ['plans nothing when all was sent already', [key, house, door], [house, door, key].map(row), nothing],
    ['creates parents first', [key, door, house], [], { ...nothing, puts: ['h', 'd', 'k'] }],
    [
      'deletes children first, and revocations apart',
      [],
      [house, key, door].map(row),
      { revocations: ['k'], puts: [], deletes: ['d', 'h'] },
    ],
    [
      'sends one changed object alone',
      [house, object('doors', 'd', { colour: 'red' }), key],
      [house, door, key].map(row),
      { ...nothing, puts: ['d'] },
    ],
    [
      'takes an object of another kind with the same id for another object',
      [object('doors', 'h')],
      [row(house)],
      { revocations: [], puts: ['h'], deletes: ['h'] },
    ],
  ] as [string, RemoteObject[], InventoryRow[], ReturnType<typeof ids>][])('%s', (_name, wished, inventory, plan) => {
    expect(ids(planChanges(wished, inventory, order))).toEqual(plan);
  });

  it('keeps the given order within a kind', () => {
    const keys = ['3', '1', '2'].map((id) => object('keys', id));
    expect(ids(planChanges(keys, [], order)).puts).toEqual(['3', '1', '2']);
  });

  it('takes bodies for equal whatever the order of their keys', () => {
    const sent = row(object('doors', 'd', { a: 1, b: { c: 2, d: 3 } }));
    const wished = object('doors', 'd', { b: { d: 3, c: 2 }, a: 1 });
    expect(ids(planChanges([wished], [sent], order))).toEqual(nothing);
  });

  it('refuses a kind that has no place in the order', () => {
    expect(() => planChanges([object('roofs', 'r'), house], [], order)).toThrow('roofs');
  });
});
