import { get, isObject, textOf } from '../../json.js';
import { MAX_BRANCH_PAIRS } from '../limits.js';
import { type Place } from '../place.js';
import { namedAt, type SchemaPair } from './schema-pair.js';

const LIKE_ENOUGH = 0.5;

export interface MatchedBranches {
  /** Those that differ in what they say. */
  pairs: [base: Place, target: Place][];
  removed: Place[];
  added: Place[];
}

/** Who is who among alternatives, whatever their order: the same, then the same name, then the most alike. */
export function matchBranches(pair: SchemaPair, base: readonly Place[], target: readonly Place[]): MatchedBranches {
  const { comparison } = pair;
  const prints = { base: fingerprints(base, 'base'), target: fingerprints(target, 'target') };
  function fingerprints(branches: readonly Place[], side: 'base' | 'target'): Map<Place, string> {
    return new Map(branches.map((branch) => [branch, comparison[side].fingerprintOf([branch])]));
  }
  const same = matchByKey(base, target, (branch, side) => prints[side].get(branch) ?? null);
  const named = matchByKey(same.removed, same.added, nameOf);
  const alike = matchByLikeness(pair, named.removed, named.added);
  return { ...alike, pairs: [...named.pairs, ...alike.pairs] };
}

function matchByKey(
  base: readonly Place[],
  target: readonly Place[],
  keyOf: (branch: Place, side: 'base' | 'target') => string | null,
): MatchedBranches {
  const waiting = new Map<string, Place[]>();
  for (const branch of target) {
    const key = keyOf(branch, 'target');
    const list = key === null ? undefined : waiting.get(key);
    if (list !== undefined) list.push(branch);
    else if (key !== null) waiting.set(key, [branch]);
  }
  const pairs: [Place, Place][] = [];
  const taken = new Set<Place>();
  const removed = base.filter((branch) => {
    const key = keyOf(branch, 'base');
    const found = key === null ? undefined : waiting.get(key)?.shift();
    if (found === undefined) return true;
    taken.add(found);
    pairs.push([branch, found]);
    return false;
  });
  return { pairs, removed, added: target.filter((branch) => !taken.has(branch)) };
}

/** The name of what is referred to, or the title. */
export function nameOf({ value }: Place): string | null {
  const ref = textOf(get(value, '$ref'));
  const name = ref === '' ? textOf(get(value, 'title')) : ref.slice(ref.lastIndexOf('/') + 1);
  return name === '' ? null : name;
}

function matchByLikeness(pair: SchemaPair, base: readonly Place[], target: readonly Place[]): MatchedBranches {
  const pairs: [Place, Place][] = [];
  if (base.length * target.length > MAX_BRANCH_PAIRS) return { pairs, removed: [...base], added: [...target] };
  const tried = base.flatMap((one) => target.map((other) => ({ one, other, likeness: likenessOf(pair, one, other) })));
  const taken = new Set<Place>();
  for (const { one, other, likeness } of tried.sort((a, b) => b.likeness - a.likeness)) {
    if (likeness < LIKE_ENOUGH || taken.has(one) || taken.has(other)) continue;
    taken.add(one).add(other);
    pairs.push([one, other]);
  }
  return { pairs, removed: base.filter((one) => !taken.has(one)), added: target.filter((other) => !taken.has(other)) };
}

/** From 0 to 1: how much two schemas have in common, at a glance. */
function likenessOf(pair: SchemaPair, one: Place, other: Place): number {
  const [was, is] = [pair.viewOf('base', [one]), pair.viewOf('target', [other])];
  if (was.types === null || is.types === null || ![...was.types].some((type) => is.types?.has(type))) return 0;
  const [before, after] = [namedAt(was, 'properties'), namedAt(is, 'properties')];
  if (before.size === 0 || after.size === 0)
    return before.size === after.size && !was.types.has('object') ? LIKE_ENOUGH : 0;
  const names = [...before.keys()];
  // Two alternatives that are told apart by a value are two, however alike they are.
  for (const name of names) {
    const [tagWas, tagIs] = [tagOf(pair, 'base', before.get(name)), tagOf(pair, 'target', after.get(name))];
    if (tagWas !== null && tagIs !== null && tagWas !== tagIs) return 0;
  }
  const common = names.filter((name) => after.has(name)).length;
  return common / (before.size + after.size - common);
}

/** The only value that a property may have, where it has one. */
function tagOf(pair: SchemaPair, side: 'base' | 'target', property: Place[] | undefined): string | null {
  if (property === undefined || !property.every(({ value }) => isObject(value))) return null;
  const { values } = pair.viewOf(side, property);
  return values?.size === 1 ? ([...values.keys()][0] ?? null) : null;
}
