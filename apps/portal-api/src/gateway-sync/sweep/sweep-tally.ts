import { harmlessText, type ListedObject } from '#gateway';
import { NAME_LENGTH, NAMED_FOREIGN } from './sweep-limits.js';

/** Counts what stands on a gateway by kind, and knows the first of what is not ours by kind and name. */
export class SweepTally {
  readonly owned: Record<string, number> = {};
  readonly foreign: Record<string, number> = {};
  named: Pick<ListedObject, 'kind' | 'id' | 'name'>[] = [];

  addOwned({ kind }: ListedObject): void {
    this.owned[kind] = (this.owned[kind] ?? 0) + 1;
  }

  addForeign(objects: ListedObject[]): void {
    for (const { kind } of objects) this.foreign[kind] = (this.foreign[kind] ?? 0) + 1;
    const names = objects.map(({ kind, id, name }) => ({ kind, id: clipped(id), name: clipped(name) }));
    this.named = [...this.named, ...names].sort(byKindAndName).slice(0, NAMED_FOREIGN);
  }
}

/** As much of a name as is kept. */
export function clipped(name: string): string {
  return harmlessText(name, NAME_LENGTH);
}

type Named = SweepTally['named'][number];

function byKindAndName(a: Named, b: Named): number {
  return compare(a.kind, b.kind) || compare(a.name, b.name) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
