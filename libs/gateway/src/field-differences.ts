import { canonicalJson } from './canonical-hash.js';

/** One field in which two JSON values differ. Values are canonical JSON texts; null: the field is not there. */
export interface FieldDifference {
  /** Names of members, joined by dots: `config.minute`. A list is one value. */
  path: string;
  wished: string | null;
  found: string | null;
}

/**
 * Every field in which what stands differs from what was wished, in the order of their paths. A field that is null counts
 * as one that is not there.
 */
export function fieldDifferences(wished: Record<string, unknown>, found: Record<string, unknown>): FieldDifference[] {
  return differences(wished, found, '').sort((a, b) => (a.path < b.path ? -1 : 1));
}

function differences(
  wished: Record<string, unknown>,
  found: Record<string, unknown>,
  prefix: string,
): FieldDifference[] {
  const names = new Set([...Object.keys(wished), ...Object.keys(found)]);
  return [...names].flatMap((name): FieldDifference[] => {
    const [before, after] = [memberOf(wished, name), memberOf(found, name)];
    const path = prefix + name;
    if (isRecord(before) && isRecord(after)) return differences(before, after, `${path}.`);
    const [wishedText, foundText] = [textOf(before), textOf(after)];
    return wishedText === foundText ? [] : [{ path, wished: wishedText, found: foundText }];
  });
}

function memberOf(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : null;
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : canonicalJson(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
