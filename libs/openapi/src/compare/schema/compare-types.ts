import { quoteList } from '../quote.js';
import { typeNames, type Types } from '../schema-values.js';
import type { SchemaPair } from './schema-pair.js';

const SCALARS: ReadonlySet<string> = new Set(['boolean', 'integer', 'fraction', 'string']);

/** Compares types and null. Where no type is left in common, nothing else is worth telling. */
export function compareTypes(pair: SchemaPair): 'nothing in common' | 'comparable' {
  const { base, target, direction } = pair;
  if (base.isNever || target.isNever) {
    if (base.isNever !== target.isNever)
      pair.report(
        `${direction}-type-${target.isNever ? 'narrowed' : 'widened'}`,
        target.isNever ? 'may no longer be anything.' : 'may now be something.',
      );
    return 'nothing in common';
  }
  const [was, is] = [base.types, target.types];
  const lost = missing(was, is);
  const gained = missing(is, was);
  const names = `${quoteList(typeNames(is))} instead of ${quoteList(typeNames(was))}`;
  const isDisjoint = was !== null && is !== null && ![...was].some((type) => is.has(type));
  if (lost && gained) {
    const isText = pair.form !== 'json' && direction === 'request' && isDisjoint && is?.has('string') && isScalar(was);
    pair.report(isText ? 'request-type-became-text' : `${direction}-type-changed`, `is now ${names}.`);
    if (isDisjoint) return 'nothing in common';
  } else if (lost) pair.report(`${direction}-type-narrowed`, `is now ${names}.`);
  else if (gained) pair.report(`${direction}-type-widened`, `is now ${names}.`);
  if (was === null || is === null || base.isNullable === target.isNullable) return 'comparable';
  if (target.isNullable) pair.report(`${direction}-became-nullable`, 'may now be null.');
  else pair.report(`${direction}-became-not-nullable`, 'may no longer be null.');
  return 'comparable';
}

/** Whether there is something in the one list that is not in the other. */
function missing(from: Types, other: Types): boolean {
  if (other === null) return false;
  return from === null || [...from].some((type) => !other.has(type));
}

function isScalar(types: Types): boolean {
  return types !== null && [...types].every((type) => SCALARS.has(type));
}
