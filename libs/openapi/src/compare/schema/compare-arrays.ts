import { childrenOf, type Place } from '../place.js';
import type { SchemaView } from '../schema-view.js';
import { compareSlots, type Slot, slotOf } from './compare-slots.js';
import { placesAt, type SchemaPair } from './schema-pair.js';

/** Compares the items of lists, those at fixed positions each with what stands at its position on the other side. */
export function compareArrays(pair: SchemaPair): void {
  const [fixedWas, fixedIs] = [fixedItems(pair.base), fixedItems(pair.target)];
  const [restWas, restIs] = [restItems(pair.base), restItems(pair.target)];
  const count = Math.max(fixedWas.length, fixedIs.length);
  for (let at = 0; at < count; at++)
    compareSlots(
      pair,
      'prefix-items',
      fixedWas[at] ?? restWas,
      fixedIs[at] ?? restIs,
      `may have at position ${at + 1}`,
    );
  compareSlots(pair, 'items', restWas, restIs, 'may hold');
  const [uniqueWas, uniqueIs] = [isUnique(pair.base), isUnique(pair.target)];
  if (!uniqueWas && uniqueIs) pair.report(`${pair.direction}-items-became-unique`, 'may no longer hold an item twice.');
  if (uniqueWas && !uniqueIs) pair.report(`${pair.direction}-items-became-repeatable`, 'may now hold an item twice.');
}

/** `items` may be a list itself in older documents. */
function fixedItems(view: SchemaView): Slot[] {
  const fixed: Place[][] = [];
  for (const atom of view.atoms) {
    const own = childrenOf(atom, 'prefixItems');
    const items = atom.child('items');
    const places = own.length > 0 || !Array.isArray(items?.value) ? own : items.children();
    places.forEach((place, at) => (fixed[at] ??= []).push(place));
  }
  return fixed.map(slotOf);
}

function restItems(view: SchemaView): Slot {
  return slotOf(placesAt(view, 'items').filter(({ value }) => !Array.isArray(value)));
}

function isUnique(view: SchemaView): boolean {
  return placesAt(view, 'uniqueItems').some(({ value }) => value === true);
}
