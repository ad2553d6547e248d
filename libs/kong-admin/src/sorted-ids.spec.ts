import { randomUUID } from 'node:crypto';
import { SortedIds } from './sorted-ids.js';

describe('SortedIds', () => {
  it('gives in ascending order what follows an id, present or not, whatever was added and removed', () => {
    const ids = new SortedIds();
    const close = Array.from(
      { length: 50 },
      (_, n) => `abcdef00-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`,
    );
    const all = [...Array.from({ length: 500 }, () => randomUUID()), ...close];
    for (const id of all) ids.add(id);
    const kept = all.filter((_id, at) => at % 3 !== 0).sort();
    for (const id of all) if (!kept.includes(id)) ids.remove(id);
    expect([...ids.after('')]).toEqual(kept);
    for (const from of [...all, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      expect([...ids.after(from)]).toEqual(kept.filter((id) => id > from));
    }
  });
});
