import { get, type Json } from '../../json.js';
import { quoteValue } from '../quote.js';
import type { SchemaView } from '../schema-view.js';
import { placesAt, type SchemaPair } from './schema-pair.js';

/** A bound by its keyword. `free` is what stands for no bound at all. */
interface BoundKind {
  keyword: string;
  rule: BoundName;
  isUpper: boolean;
  free: number;
}

/** How the rules name the bounds. */
export type BoundName = (typeof BOUND_NAMES)[number];
export const BOUND_NAMES = [
  'maximum',
  'minimum',
  'max-length',
  'min-length',
  'max-items',
  'min-items',
  'max-properties',
  'min-properties',
  'max-contains',
  'min-contains',
] as const;

const KINDS: readonly BoundKind[] = [
  { keyword: 'maximum', rule: 'maximum', isUpper: true, free: Infinity },
  { keyword: 'minimum', rule: 'minimum', isUpper: false, free: -Infinity },
  { keyword: 'maxLength', rule: 'max-length', isUpper: true, free: Infinity },
  { keyword: 'minLength', rule: 'min-length', isUpper: false, free: 0 },
  { keyword: 'maxItems', rule: 'max-items', isUpper: true, free: Infinity },
  { keyword: 'minItems', rule: 'min-items', isUpper: false, free: 0 },
  { keyword: 'maxProperties', rule: 'max-properties', isUpper: true, free: Infinity },
  { keyword: 'minProperties', rule: 'min-properties', isUpper: false, free: 0 },
  { keyword: 'maxContains', rule: 'max-contains', isUpper: true, free: Infinity },
  { keyword: 'minContains', rule: 'min-contains', isUpper: false, free: 1 },
];

const EXCLUSIVE: Record<string, string> = { maximum: 'exclusiveMaximum', minimum: 'exclusiveMinimum' };

interface Bound {
  value: number;
  isExclusive: boolean;
}

export function compareBounds(pair: SchemaPair): void {
  for (const kind of KINDS) compareBound(pair, kind);
  compareMultiples(pair);
}

function compareBound(pair: SchemaPair, kind: BoundKind): void {
  const was = boundOf(pair.base, kind);
  const is = boundOf(pair.target, kind);
  if (was.value === is.value && was.isExclusive === is.isExclusive) return;
  const change = changeOf(was, is, kind);
  pair.report(
    `${pair.direction}-${kind.rule}-${change}`,
    `has ${kind.keyword} ${written(is, kind)} instead of ${written(was, kind)}.`,
  );
}

function changeOf(was: Bound, is: Bound, kind: BoundKind): 'set' | 'removed' | 'increased' | 'decreased' {
  if (was.value === kind.free && !was.isExclusive) return 'set';
  if (is.value === kind.free && !is.isExclusive) return 'removed';
  if (was.value !== is.value) return is.value > was.value ? 'increased' : 'decreased';
  return kind.isUpper === is.isExclusive ? 'decreased' : 'increased';
}

/** The tightest of the joined schemas. 3.0 marks a bound as exclusive, 3.1 has keywords of their own. */
function boundOf(view: SchemaView, kind: BoundKind): Bound {
  let bound: Bound = { value: kind.free, isExclusive: false };
  const take = (value: Json | undefined, isExclusive: boolean): void => {
    if (typeof value !== 'number') return;
    const isTighter = kind.isUpper ? value < bound.value : value > bound.value;
    if (isTighter || (value === bound.value && isExclusive)) bound = { value, isExclusive };
  };
  const exclusive = EXCLUSIVE[kind.keyword];
  for (const { value } of view.atoms) {
    take(get(value, kind.keyword), exclusive !== undefined && get(value, exclusive) === true);
    if (exclusive !== undefined) take(get(value, exclusive), true);
  }
  const isWhole = view.types?.has('integer') === true && !view.types.has('fraction');
  if (bound.isExclusive && isWhole && Number.isInteger(bound.value))
    return { value: bound.value + (kind.isUpper ? -1 : 1), isExclusive: false };
  return bound;
}

function written({ value, isExclusive }: Bound, kind: BoundKind): string {
  if (value === kind.free && !isExclusive) return 'none';
  return `${quoteValue(value)}${isExclusive ? ' (exclusive)' : ''}`;
}

/** A multiple of 10 is one of 5, too. */
function compareMultiples(pair: SchemaPair): void {
  const [was, is] = [pair.base, pair.target].map((view) =>
    placesAt(view, 'multipleOf')
      .map(({ value }) => value)
      .filter((value) => typeof value === 'number'),
  );
  if (was === undefined || is === undefined) return;
  const covers = (wide: number[], narrow: number[]) =>
    wide.every((step) => narrow.some((other) => isMultiple(other, step)));
  const [isNarrowed, isWidened] = [!covers(is, was), !covers(was, is)];
  const ending = `is a multiple of ${quoteValue(is[0] ?? 'anything')} instead of ${quoteValue(was[0] ?? 'anything')}.`;
  if (isNarrowed) pair.report(`${pair.direction}-multiple-of-narrowed`, ending);
  if (isWidened) pair.report(`${pair.direction}-multiple-of-widened`, ending);
}

function isMultiple(value: number, step: number): boolean {
  const quotient = value / step;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
}
