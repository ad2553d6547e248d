import { readFileSync } from 'node:fs';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Hashes of everything below, each value hashed once and blind to the order of keys. */
class Hashes {
  private readonly known = new Map<object, number>();

  of(value: Json): number {
    if (typeof value !== 'object' || value === null) return mix(typeof value === 'string' ? 1 : 2, String(value));
    const known = this.known.get(value);
    if (known !== undefined) return known;
    let hash = Array.isArray(value) ? 3 : 4;
    if (Array.isArray(value)) for (const item of value) hash = (Math.imul(hash, 31) + this.of(item)) | 0;
    else
      for (const key of Object.keys(value)) hash = (hash + Math.imul(mix(5, key), this.of(value[key] as Json) | 1)) | 0;
    this.known.set(value, hash);
    return hash;
  }
}

/** FNV-1a. */
function mix(seed: number, text: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

const hashes = new Hashes();

/** How many values differ; below what is alike nobody looks. */
function differences(base: Json | undefined, target: Json | undefined): number {
  if (base === undefined || target === undefined) return 1;
  if (hashes.of(base) === hashes.of(target)) return 0;
  if (typeof base !== 'object' || typeof target !== 'object' || base === null || target === null) return 1;
  if (Array.isArray(base) !== Array.isArray(target)) return 1;
  const [left, right] = [base as Record<string, Json>, target as Record<string, Json>];
  let count = 0;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) count += differences(left[key], right[key]);
  return count;
}

/** The least that a comparison can do: `compare-hashes BASE TARGET`. */
const [base, target] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Json);
console.log(JSON.stringify({ differences: differences(base, target) }));
