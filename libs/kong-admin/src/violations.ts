export type JsonObject = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A one-line Lua rendering with sorted keys, as Kong prints tables in messages: `{consumer=null,name="acl"}`. Lists count
 * from 1, and what stands after a gap in them is named by its place.
 */
export function luaTable(value: unknown): string {
  if (Array.isArray(value)) return luaList(value);
  if (!isRecord(value)) return value === null ? 'null' : JSON.stringify(value);
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${/^[A-Za-z_]\w*$/.test(key) ? key : `["${key}"]`}=${luaTable(value[key])}`);
  return `{${parts.join(',')}}`;
}

function luaList(list: unknown[]): string {
  const gap = list.indexOf(null);
  const parts = list.flatMap((element, at) => {
    if (element === null) return [];
    return [gap === -1 || at < gap ? luaTable(element) : `[${at + 1}]=${luaTable(element)}`];
  });
  return `{${parts.join(',')}}`;
}

/** The messages of a violation tree in the order and spelling in which Kong joins them. */
export function violationMessages(fields: JsonObject): string[] {
  return Object.keys(fields)
    .sort()
    .flatMap((key) => messagesOf(key, fields[key]));
}

function messagesOf(key: string, violation: unknown): string[] {
  if (typeof violation === 'string') return [`${key}: ${violation}`];
  if (key === '@entity') return violation as string[];
  return entriesOf(violation).map(([name, inner]) =>
    typeof inner === 'string' ? `${key}.${name}: ${inner}` : `${key}.${name}: ${nested(inner)}`,
  );
}

/** Arrays count from 1, and their gaps are elements without a violation. */
function entriesOf(violation: unknown): [string, unknown][] {
  if (Array.isArray(violation)) {
    return violation.flatMap((inner, index): [string, unknown][] => (inner === null ? [] : [[`${index + 1}`, inner]]));
  }
  return isRecord(violation) ? Object.entries(violation).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
}

function nested(violation: unknown): string {
  const isList = Array.isArray(violation);
  const lines = entriesOf(violation).map(([name, inner]) => {
    const text = typeof inner === 'string' ? JSON.stringify(inner) : nested(inner);
    return isList ? `  ${text}` : `  ${name} = ${text}`;
  });
  return `{\n${lines.join(',\n')}\n}`;
}
