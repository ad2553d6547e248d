import { get, isObject, type Json, type JsonObject } from '../json.js';
import { tokensOf } from '../spec-context.js';
import { Place } from './place.js';
import { isAnnotation } from './schema-keywords.js';

/** One of the two documents, with its local references. */
export class SpecSide {
  readonly root: Place;
  private readonly places = new Map<string, Place | null>();
  private readonly ends = new Map<string, Place | null>();
  private readonly numbers = new Map<object | string, number>();

  /** `siblingsCount`: whether keywords beside `$ref` apply, as they do since 3.1. */
  constructor(
    root: JsonObject,
    readonly siblingsCount: boolean,
  ) {
    this.root = new Place(root);
  }

  /** The value of `$ref` where the object stands for nothing but what it points to. */
  aliasOf(value: Json): string | null {
    const ref = get(value, '$ref');
    if (typeof ref !== 'string' || !isObject(value)) return null;
    if (!this.siblingsCount) return ref;
    return Object.keys(value).every((key) => key === '$ref' || isAnnotation(key)) ? ref : null;
  }

  /** One step; null where the reference leads out of the document or nowhere. */
  follow(ref: string): Place | null {
    const known = this.places.get(ref);
    if (known !== undefined) return known;
    let place: Place | null = ref === '#' ? this.root : null;
    const tokens = tokensOf(ref);
    if (tokens !== null) {
      place = this.root;
      for (const token of tokens) place = place?.child(token) ?? null;
    }
    this.places.set(ref, place);
    return place;
  }

  /** All steps until something stands for itself; null where that never happens. */
  resolve(place: Place): Place | null {
    const passed: string[] = [];
    const seen = new Set<string>();
    let current: Place | null = place;
    for (let ref = this.aliasOf(place.value); ref !== null && current !== null; ref = this.aliasOf(current.value)) {
      const end = this.ends.get(ref);
      if (end !== undefined || seen.has(ref)) {
        current = end ?? null;
        break;
      }
      seen.add(ref);
      passed.push(ref);
      current = this.follow(ref);
      if (current === null) break;
    }
    for (const ref of passed) this.ends.set(ref, current);
    return current;
  }

  /** The same number for the same object, however it was reached. */
  numberOf(place: Place): number {
    const key = typeof place.value === 'object' && place.value !== null ? place.value : place.pointer;
    let number = this.numbers.get(key);
    if (number === undefined) this.numbers.set(key, (number = this.numbers.size));
    return number;
  }
}
