import { textsOf } from '../../json.js';
import type { SchemaView } from '../schema-view.js';
import type { Place } from '../place.js';
import { quote, quoteList } from '../quote.js';
import { saysSomething } from './compare-slots.js';
import { namedAt, type SchemaPair } from './schema-pair.js';

/** Keywords that hold one further condition, and how the rules name them. */
const CONDITIONS = {
  contains: 'contains',
  propertyNames: 'property-names',
  unevaluatedItems: 'unevaluated-items',
  unevaluatedProperties: 'unevaluated-properties',
  contentSchema: 'content-schema',
  then: 'then',
  else: 'else',
} as const;

/** Keywords that hold conditions by name. */
const NAMED_CONDITIONS = {
  patternProperties: 'pattern-property',
  dependentSchemas: 'dependent-schema',
} as const;

export const CONDITION_NAMES = [
  ...Object.values(CONDITIONS),
  ...Object.values(NAMED_CONDITIONS),
  'dependent-required',
  'if',
  'not',
] as const;

/** Compares conditions that come on top of the rest: one more narrows, one less widens. */
export function compareConditions(pair: SchemaPair): void {
  for (const [keyword, rule] of Object.entries(CONDITIONS)) {
    const [was, is] = [conditionAt(pair.base, keyword), conditionAt(pair.target, keyword)];
    if (was.length > 0 && is.length > 0) pair.within(was, is);
    else reportLone(pair, rule, quote(keyword), was, is);
  }
  for (const [keyword, rule] of Object.entries(NAMED_CONDITIONS)) compareNamed(pair, keyword, rule);
  // Who falls under another `if`, or out of another `not`, cannot be told from the schemas alone.
  for (const keyword of ['if', 'not'] as const) {
    const [was, is] = [conditionAt(pair.base, keyword), conditionAt(pair.target, keyword)];
    if (was.length === 0 || is.length === 0) reportLone(pair, keyword, quote(keyword), was, is);
    else if (!pair.isSame(was, is))
      pair.report(`${pair.direction}-${keyword}-changed`, `has another condition ${quote(keyword)}.`, was[0], is[0]);
  }
  compareDependentRequired(pair);
}

/** `then` and `else` mean nothing without `if`, nor does `if` without one of them. */
function conditionAt(view: SchemaView, keyword: string): Place[] {
  return view.atoms.flatMap((atom) => {
    if ((keyword === 'then' || keyword === 'else') && atom.child('if') === null) return [];
    if (keyword === 'if' && atom.child('then') === null && atom.child('else') === null) return [];
    const place = atom.child(keyword);
    if (place === null) return [];
    return keyword === 'if' || keyword === 'not' || keyword === 'contains' || saysSomething(place.value) ? [place] : [];
  });
}

type ConditionRule = (typeof CONDITION_NAMES)[number];

function reportLone(
  pair: SchemaPair,
  rule: ConditionRule,
  name: string,
  was: readonly Place[],
  is: readonly Place[],
): void {
  if (was.length === 0 && is.length > 0)
    pair.report(`${pair.direction}-${rule}-added`, `must now meet a condition ${name}.`, pair.basePlace, is[0]);
  if (was.length > 0 && is.length === 0)
    pair.report(
      `${pair.direction}-${rule}-removed`,
      `need no longer meet the condition ${name}.`,
      was[0],
      pair.targetPlace,
    );
}

function compareNamed(pair: SchemaPair, keyword: string, rule: ConditionRule): void {
  const before = namedAt(pair.base, keyword);
  const after = namedAt(pair.target, keyword);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name) ?? [], after.get(name) ?? []];
    if (was.length > 0 && is.length > 0) pair.within(was, is);
    else reportLone(pair, rule, `${quote(keyword)} for ${quote(name)}`, was, is);
  }
}

function compareDependentRequired(pair: SchemaPair): void {
  const before = dependentRequired(pair.base);
  const after = dependentRequired(pair.target);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name) ?? new Set<string>(), after.get(name) ?? new Set<string>()];
    const [lost, gained] = [[...was].filter((item) => !is.has(item)), [...is].filter((item) => !was.has(item))];
    if (gained.length > 0)
      pair.report(
        `${pair.direction}-dependent-required-added`,
        `must have ${quoteList(gained)} where it has ${quote(name)}.`,
      );
    if (lost.length > 0)
      pair.report(
        `${pair.direction}-dependent-required-removed`,
        `need not have ${quoteList(lost)} where it has ${quote(name)}.`,
      );
  }
}

function dependentRequired(view: SchemaView): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [name, places] of namedAt(view, 'dependentRequired'))
    found.set(name, new Set(places.flatMap(({ value }) => textsOf(value))));
  return found;
}
