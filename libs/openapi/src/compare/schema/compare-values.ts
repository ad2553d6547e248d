import { type Json, listOf } from '../../json.js';
import { stable } from '../fingerprints.js';
import type { Place } from '../place.js';
import { quoteList } from '../quote.js';
import type { SchemaView } from '../schema-view.js';
import { placesAt, type SchemaPair } from './schema-pair.js';

/** Compares the values that are listed: `enum`, `const`, and `x-extensible-enum`, whose readers expect more to come. */
export function compareValues(pair: SchemaPair): void {
  compareListed(pair);
  const was = extensible(pair.base);
  const is = extensible(pair.target);
  if (was === null || is === null) return;
  const removed = [...was].filter(([key]) => !is.has(key)).map(([, value]) => value);
  if (removed.length > 0)
    pair.report(`${pair.direction}-extensible-value-removed`, `no longer lists the value ${quoteList(removed)}.`);
}

function compareListed(pair: SchemaPair): void {
  const { base, target, direction } = pair;
  const [was, is] = [base.values, target.values];
  if (was === null && is === null) return;
  const places = [listPlace(base), listPlace(target)] as const;
  const report = (rule: Parameters<SchemaPair['report']>[0], ending: string): void =>
    pair.report(rule, ending, ...places);
  const [constWas, constIs] = [isConst(base), isConst(target)];
  if (was === null && is !== null)
    return report(
      `${direction}-${constIs ? 'const' : 'enum'}-added`,
      `may only be ${quoteList([...is.values()])} now.`,
    );
  if (was !== null && is === null)
    return report(
      `${direction}-${constWas ? 'const' : 'enum'}-removed`,
      `may be more than ${quoteList([...was.values()])} now.`,
    );
  if (was === null || is === null) return;
  const removed = [...was].filter(([key]) => !is.has(key)).map(([, value]) => value);
  const added = [...is].filter(([key]) => !was.has(key)).map(([, value]) => value);
  if (constWas && constIs && removed.length > 0)
    return report(`${direction}-const-changed`, `is now ${quoteList(added)} instead of ${quoteList(removed)}.`);
  if (removed.length > 0) report(`${direction}-enum-value-removed`, `may no longer be ${quoteList(removed)}.`);
  if (added.length > 0) report(`${direction}-enum-value-added`, `may now be ${quoteList(added)}, too.`);
}

function listPlace(view: SchemaView): Place | null {
  return placesAt(view, 'enum')[0] ?? placesAt(view, 'const')[0] ?? view.atoms[0] ?? null;
}

function isConst(view: SchemaView): boolean {
  return placesAt(view, 'const').length > 0 && view.values?.size === 1;
}

function extensible(view: SchemaView): Map<string, Json> | null {
  const places = placesAt(view, 'x-extensible-enum');
  if (places.length === 0) return null;
  return new Map(places.flatMap(({ value }) => listOf(value)).map((value) => [stable(value), value]));
}
