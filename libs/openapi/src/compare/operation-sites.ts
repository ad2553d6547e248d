import { get, isObject, textOf } from '../json.js';
import { METHODS } from '../methods.js';
import { childrenOf, type Place } from './place.js';
import type { SpecSide } from './spec-side.js';

/** An operation with what it inherits. */
export interface OperationSite {
  /** Upper-case. */
  method: string;
  path: string;
  /** The operation itself. */
  place: Place;
  /** The path item in which it stands, references followed. */
  item: Place;
}

/** The operations under these paths (or webhook names, or callback expressions), in their order. */
export function operationsIn(side: SpecSide, items: readonly Place[]): OperationSite[] {
  return items.flatMap((raw) => {
    const item = raw.token.startsWith('x-') ? null : side.resolve(raw);
    return METHODS.flatMap((name) => {
      const place = item?.child(name) ?? null;
      if (item === null || !isObject(place?.value)) return [];
      return [{ method: name.toUpperCase(), path: raw.token, place, item }];
    });
  });
}

export interface MatchedOperations {
  pairs: { base: OperationSite; target: OperationSite }[];
  removed: OperationSite[];
  added: OperationSite[];
}

/** Who is who: by the same template, then with parameters renamed, then with a server's path moved into the template. */
export function matchOperations(
  base: readonly OperationSite[],
  target: readonly OperationSite[],
  prefixes: { base: string; target: string },
): MatchedOperations {
  const keys: ((site: OperationSite, prefix: string) => string)[] = [
    (site) => `${site.method} ${site.path}`,
    (site) => `${site.method} ${withoutNames(site.path)}`,
    (site, prefix) => `${site.method} ${withoutNames(prefix + site.path)}`,
  ];
  const matched = new Map<OperationSite, OperationSite>();
  const taken = new Set<OperationSite>();
  for (const keyOf of keys) {
    const waiting = new Map<string, OperationSite[]>();
    for (const site of target.filter((candidate) => !taken.has(candidate))) {
      const key = keyOf(site, prefixes.target);
      const list = waiting.get(key);
      if (list === undefined) waiting.set(key, [site]);
      else list.push(site);
    }
    for (const site of base.filter((candidate) => !matched.has(candidate))) {
      const found = waiting.get(keyOf(site, prefixes.base))?.shift();
      if (found === undefined) continue;
      matched.set(site, found);
      taken.add(found);
    }
  }
  return {
    pairs: [...matched].map(([one, other]) => ({ base: one, target: other })),
    removed: base.filter((site) => !matched.has(site)),
    added: target.filter((site) => !taken.has(site)),
  };
}

/** The path of the first server, under which all templates lie. */
export function serverPath(root: Place): string {
  const url = textOf(get(childrenOf(root, 'servers')[0]?.value, 'url'));
  return url.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, '').replace(/\/+$/, '');
}

/** The names in a template, in their order. */
export function templateNames(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] as string);
}

/** A template as all see it who do not care how its parameters are named. */
export function withoutNames(path: string): string {
  return path.replace(/\{[^{}]*\}/g, '{}');
}
