/** A document as it was parsed. Keys are data: `__proto__` may be one, so nothing is ever assigned by such a key. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property; what objects inherit does not count. */
export function get(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** What a token of a pointer names: an entry of an object or an item of a list. Only own ones count. */
export function childAt(value: Json | undefined, token: string): Json | undefined {
  if (!Array.isArray(value)) return get(value, token);
  return /^\d{1,9}$/.test(token) ? value[Number(token)] : undefined;
}

/** The text of a scalar (a version written as a number is text too), else an empty one. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

export function textsOf(value: Json | undefined): string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}

export function entriesOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

/**
 * About how many characters the value has as JSON. What comes to more than `most` is not looked at to its end, so shared
 * parts need not be remembered.
 */
export function weighUpTo(most: number, value: unknown): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return 6;
  let weight = 2;
  if (Array.isArray(value))
    for (let at = 0; at < value.length && weight <= most; at++) weight += weighUpTo(most - weight, value[at]);
  else
    for (const key of Object.keys(value)) {
      if (weight > most) break;
      weight += key.length + 4 + weighUpTo(most - weight, (value as JsonObject)[key]);
    }
  return weight;
}

/** Smaller parts are looked at again where they are shared: to remember them would take longer. */
const REMEMBERED_WEIGHT = 500;

/** About how many characters the value has as JSON, and bytes as they are; large shared parts are looked at once and counted each time. */
export class Scale {
  private readonly known = new WeakMap<object, number>();

  weigh(value: unknown): number {
    if (typeof value === 'string') return value.length + 3;
    if (typeof value !== 'object' || value === null) return 6;
    if (ArrayBuffer.isView(value)) return value.byteLength;
    const known = this.known.get(value);
    if (known !== undefined) return known;
    let weight = 2;
    if (Array.isArray(value)) for (const item of value) weight += this.weigh(item);
    else for (const key of Object.keys(value)) weight += key.length + 4 + this.weigh((value as JsonObject)[key]);
    if (weight >= REMEMBERED_WEIGHT) this.known.set(value, weight);
    return weight;
  }
}
