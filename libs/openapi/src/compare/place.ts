import { childAt, isObject, type Json } from '../json.js';
import { pointerOf } from '../spec-context.js';

/** A value and where it stands in its document. The pointer is spelled only where somebody asks for it. */
export class Place {
  constructor(
    readonly value: Json,
    readonly parent: Place | null = null,
    readonly token = '',
  ) {}

  /** What stands under the key, or at the index; null where there is nothing. */
  child(token: string): Place | null {
    const value = childAt(this.value, token);
    return value === undefined ? null : new Place(value, this, token);
  }

  /** All entries of an object, all items of a list; none of a scalar. */
  children(): Place[] {
    if (Array.isArray(this.value)) return this.value.map((item, at) => new Place(item, this, String(at)));
    if (!isObject(this.value)) return [];
    return Object.entries(this.value).map(([key, value]) => new Place(value, this, key));
  }

  /** The steps from the root. */
  get tokens(): string[] {
    if (this.parent === null) return [];
    const tokens = [this.token];
    for (let step = this.parent; step.parent !== null; step = step.parent) tokens.push(step.token);
    return tokens.reverse();
  }

  /** RFC 6901 with a leading `#`. */
  get pointer(): string {
    return pointerOf(this.tokens);
  }
}

/** The children of what stands under the key, if anything does. */
export function childrenOf(place: Place | null, key: string): Place[] {
  return place?.child(key)?.children() ?? [];
}
