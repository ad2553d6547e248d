import { isAnnotation } from '../schema-keywords.js';
import type { Place } from '../place.js';
import { quote } from '../quote.js';
import type { SchemaView, Union } from '../schema-view.js';
import { matchBranches, nameOf } from './match-branches.js';
import type { SchemaPair } from './schema-pair.js';

/** What may stand beside alternatives in a schema that says nothing else. */
const BESIDES: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'discriminator', 'nullable', 'type', '$ref', 'allOf']);

/** Compares alternatives. A schema that became one of several alternatives, or the only one left, is compared as one. */
export function compareUnions(pair: SchemaPair): 'done' | 'the rest is to be compared' {
  const { base, target } = pair;
  const [was, is] = [distinct(pair, 'base', base.unions), distinct(pair, 'target', target.unions)];
  if (was.length === 0 && is.length === 1 && isOnlyUnion(target)) return compareWrapped(pair, is[0] as Union);
  if (was.length === 1 && is.length === 0 && isOnlyUnion(base)) return compareUnwrapped(pair, was[0] as Union);
  for (let at = 0; at < Math.max(was.length, is.length); at++) compareUnion(pair, was[at], is[at]);
  return 'the rest is to be compared';
}

/** Schemas that are joined may say the same alternatives, each for itself. */
function distinct(pair: SchemaPair, side: 'base' | 'target', unions: readonly Union[]): Union[] {
  if (unions.length < 2) return [...unions];
  const print = ({ keyword, branches }: Union): string =>
    [keyword, ...branches.map((branch) => pair.comparison[side].fingerprintOf([branch])).sort()].join();
  return [...new Map(unions.map((union) => [print(union), union])).values()];
}

function isOnlyUnion(view: SchemaView): boolean {
  return view.atoms.every(({ value }) =>
    Object.keys(value as object).every((key) => BESIDES.has(key) || isAnnotation(key)),
  );
}

function compareUnion(pair: SchemaPair, was: Union | undefined, is: Union | undefined): void {
  const { direction } = pair;
  if (was === undefined && is !== undefined)
    return pair.report(
      `${direction}-union-added`,
      'must now be one of several alternatives.',
      pair.basePlace,
      is.place,
    );
  if (was !== undefined && is === undefined)
    return pair.report(`${direction}-union-removed`, 'need no longer be one of several alternatives.', was.place);
  if (was === undefined || is === undefined) return;
  if (was.keyword !== is.keyword)
    pair.report(
      `${direction}-union-kind-changed`,
      `is ${quote(is.keyword)} instead of ${quote(was.keyword)} its alternatives.`,
    );
  const { pairs, removed, added } = matchBranches(pair, was.branches, is.branches);
  for (const [one, other] of pairs) pair.within([one], [other]);
  reportBranches(pair, removed, added);
}

function reportBranches(pair: SchemaPair, removed: readonly Place[], added: readonly Place[]): void {
  for (const branch of removed)
    pair.report(
      `${pair.direction}-alternative-removed`,
      `may no longer be ${branchName(branch)}.`,
      branch,
      pair.targetPlace,
    );
  for (const branch of added)
    pair.report(
      `${pair.direction}-alternative-added`,
      `may now be ${branchName(branch)}, too.`,
      pair.basePlace,
      branch,
    );
}

function branchName(branch: Place): string {
  const name = nameOf(branch);
  return name === null ? `its alternative ${Number(branch.token) + 1}` : quote(name);
}

function compareWrapped(pair: SchemaPair, union: Union): ReturnType<typeof compareUnions> {
  const branch = sameThing(pair, 'base', union.branches);
  if (branch === null) {
    const says = pair.base.atoms.length > 0;
    pair.report(
      `${pair.direction}-wrapped-in-union`,
      'became one of several alternatives, none of which is what it was.',
      pair.basePlace,
      union.place,
    );
    return says ? 'done' : 'the rest is to be compared';
  }
  pair.within(pair.task.base, [branch]);
  reportBranches(
    pair,
    [],
    union.branches.filter((other) => other !== branch),
  );
  return 'done';
}

function compareUnwrapped(pair: SchemaPair, union: Union): ReturnType<typeof compareUnions> {
  const branch = sameThing(pair, 'target', union.branches);
  if (branch === null) {
    pair.report(
      `${pair.direction}-unwrapped-from-union`,
      'is no longer one of several alternatives, and none of what it could be.',
      union.place,
      pair.targetPlace,
    );
    return 'done';
  }
  pair.within([branch], pair.task.target);
  reportBranches(
    pair,
    union.branches.filter((other) => other !== branch),
    [],
  );
  return 'done';
}

/** The branch that is the schema of the other document, by what it says or by the name of its component. */
function sameThing(pair: SchemaPair, side: 'base' | 'target', branches: readonly Place[]): Place | null {
  const { comparison, task } = pair;
  const otherSide = side === 'base' ? 'target' : 'base';
  const print = comparison[side].fingerprintOf(task[side]);
  const same = branches.find((branch) => comparison[otherSide].fingerprintOf([branch]) === print);
  if (same !== undefined) return same;
  const [only] = task[side];
  const name = only === undefined ? null : componentName(only);
  return (name !== null && branches.find((branch) => nameOf(branch) === name)) || null;
}

function componentName(place: Place): string | null {
  const name = nameOf(place);
  return name ?? (place.parent?.token === 'schemas' ? place.token : null);
}
