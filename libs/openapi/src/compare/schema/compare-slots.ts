import type { Place } from '../place.js';
import { placesAt, type SchemaPair } from './schema-pair.js';
import type { SchemaView } from '../schema-view.js';
import { isAnnotation } from '../schema-keywords.js';

/** Keywords that say nothing where they are false. */
const FLAGS: ReadonlySet<string> = new Set(['deprecated', 'readOnly', 'writeOnly', 'nullable']);

/** What may stand somewhere: anything, nothing, or what the schemas say. */
export type Slot = 'anything' | 'nothing' | Place[];
export type SlotName = 'items' | 'prefix-items' | 'additional-properties';

/** The slot that a keyword describes; without the keyword anything may stand there. */
export function slotAt(view: SchemaView, keyword: string): Slot {
  return slotOf(placesAt(view, keyword));
}

export function slotOf(places: readonly Place[]): Slot {
  if (places.some(({ value }) => value === false)) return 'nothing';
  const saying = places.filter(({ value }) => saysSomething(value));
  return saying.length === 0 ? 'anything' : saying;
}

export function saysSomething(schema: Place['value']): boolean {
  if (typeof schema === 'boolean') return !schema;
  return (
    typeof schema === 'object' &&
    schema !== null &&
    Object.entries(schema).some(([key, value]) => !isAnnotation(key) && !(FLAGS.has(key) && value === false))
  );
}

/** Compares what may stand in a slot; `what` begins the end of the sentence. */
export function compareSlots(pair: SchemaPair, name: SlotName, was: Slot, is: Slot, what: string): void {
  if (typeof was !== 'string' && typeof is !== 'string') return pair.within(was, is);
  if (was === is) return;
  const isNarrower = is === 'nothing' || was === 'anything';
  const [wordWas, wordIs] = [was, is].map((slot) => (typeof slot === 'string' ? slot : 'what its schema says'));
  const [base, target] = [placeOf(was) ?? pair.basePlace, placeOf(is) ?? pair.targetPlace];
  pair.report(
    `${pair.direction}-${name}-${isNarrower ? 'restricted' : 'opened'}`,
    `${what} ${wordIs} instead of ${wordWas}.`,
    base,
    target,
  );
}

function placeOf(slot: Slot): Place | null {
  return typeof slot === 'string' ? null : (slot[0] ?? null);
}
