import type { JsonValue } from '#contract';

/** What stands at an RFC 6901 pointer inside a definition; undefined: nothing does. Only own properties count. */
export function insideSchema(definition: JsonValue, at: string): JsonValue | undefined {
  if (at === '') return definition;
  if (!at.startsWith('/')) return undefined;
  let value: JsonValue | undefined = definition;
  for (const token of at.slice(1).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) value = /^(0|[1-9]\d{0,8})$/.test(key) ? value[Number(key)] : undefined;
    else if (typeof value === 'object' && value !== null) value = Object.hasOwn(value, key) ? value[key] : undefined;
    else return undefined;
  }
  return value;
}

/** The local references in a schema in their order, each once, at most `count`. */
export function refsInside(schema: JsonValue, count: number): string[] {
  const found = new Set<string>();
  const values: JsonValue[] = [schema];
  for (let nth = 0; nth < values.length && found.size < count; nth++) {
    const value = values[nth]!;
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value) && typeof value.$ref === 'string' && value.$ref.startsWith('#/')) found.add(value.$ref);
    for (const inner of Object.values(value)) values.push(inner);
  }
  return [...found];
}
