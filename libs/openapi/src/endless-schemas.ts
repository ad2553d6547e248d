import { get, isObject, type Json, listOf } from './json.js';
import type { ComponentRow } from './reference-model.js';

/**
 * Pointers of the components that lead in a circle by `$ref` and `allOf` alone, where nothing is ever said. One that
 * contains itself in a property or a list is none of them. Takes time in proportion to the components.
 */
export function endlessSchemas(components: readonly ComponentRow[]): string[] {
  const next: Graph = new Map();
  for (const { pointer, definition } of components) {
    const others = madeOf(definition);
    if (others.length > 0) next.set(pointer, [...new Set(others)]);
  }
  // What leads to an end is no part of a circle; nor is, of the rest, what nothing leads to.
  const leading = withoutEnds(next);
  return [...withoutEnds(turnedAround(leading)).keys()];
}

type Graph = Map<string, string[]>;

/** The components that a schema has to be as well. */
function madeOf(schema: Json): string[] {
  if (!isObject(schema)) return [];
  const ref = get(schema, '$ref');
  return [...(typeof ref === 'string' ? [ref] : []), ...listOf(get(schema, 'allOf')).flatMap(madeOf)];
}

/** Takes away what leads nowhere, until everything leads somewhere. */
function withoutEnds(next: Graph): Graph {
  const before = turnedAround(next);
  const left = new Map([...next].map(([name, to]) => [name, to.filter((one) => next.has(one)).length]));
  const ends = [...left.keys()].filter((name) => left.get(name) === 0);
  for (const end of ends) {
    left.delete(end);
    for (const name of before.get(end) ?? []) {
      const count = left.get(name)! - 1;
      left.set(name, count);
      if (count === 0) ends.push(name);
    }
  }
  return new Map([...left.keys()].map((name) => [name, next.get(name)!.filter((one) => left.has(one))]));
}

function turnedAround(next: Graph): Graph {
  const before: Graph = new Map([...next.keys()].map((name) => [name, []]));
  for (const [name, to] of next) for (const one of to) before.get(one)?.push(name);
  return before;
}
