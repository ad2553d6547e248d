import { get, isObject, type Json, type JsonObject } from '../json.js';
import { MAX_REF_HOPS } from '../limits.js';
import { tokensOf, valueAt } from '../spec-context.js';

/** Nothing stands there: the engine says that it cannot resolve it. */
const NOWHERE = '#/leads-to-no-end';

/**
 * Points references that lead to references only, back to themselves or on for more than MAX_REF_HOPS, to nowhere: the
 * engine gives up a document that has a circle of them, and for a chain it takes time by the third power of its length.
 */
export function takeOutEndlessRefs(root: Json): void {
  const hops = new Map<string, number>();
  const endless: JsonObject[] = [];
  const look = (value: Json): void => {
    if (Array.isArray(value)) for (const item of value) look(item);
    if (!isObject(value)) return;
    const ref = get(value, '$ref');
    if (typeof ref === 'string' && hopsOf(root, ref, hops) > MAX_REF_HOPS) endless.push(value);
    for (const child of Object.values(value)) look(child);
  };
  look(root);
  for (const value of endless) value['$ref'] = NOWHERE;
}

/**
 * From one reference to the next, until something else stands there; in a circle without end.
 * @param known those that were counted before, so that each step of a chain is taken once
 */
function hopsOf(root: Json, ref: string, known: Map<string, number>): number {
  const chain = new Set<string>();
  let next: Json | undefined = ref;
  while (typeof next === 'string' && next.startsWith('#/') && !known.has(next) && !chain.has(next)) {
    chain.add(next);
    next = get(valueAt(root, tokensOf(next) ?? []), '$ref');
  }
  let hops = 0;
  if (typeof next === 'string') hops = chain.has(next) ? Infinity : (known.get(next) ?? 0);
  for (const step of [...chain].reverse()) known.set(step, ++hops);
  return known.get(ref) ?? 0;
}
