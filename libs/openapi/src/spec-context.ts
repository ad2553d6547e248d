import { cutText } from './cut-text.js';
import { childAt, get, isObject, type Json, type JsonObject, Scale } from './json.js';
import { MAX_EXAMPLE_CHARACTERS, MAX_REF_HOPS, MAX_WARNINGS } from './limits.js';
import type { SpecWarning } from './reference-model.js';

/** What a `$ref` led to. */
export type Resolved = { kind: 'local'; value: JsonObject } | { kind: 'external'; ref: string } | { kind: 'missing' };

/** Whether a `$ref` points out of the document. Such references are shown, never followed. */
export function isExternalRef(ref: string): boolean {
  return !ref.startsWith('#');
}

export function pointerOf(tokens: readonly string[]): string {
  return ['#', ...tokens.map((token) => token.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}

/** The tokens of a local pointer as a document writes it, percent-encoding removed; null for `#name` and the like. */
export function tokensOf(ref: string): string[] | null {
  if (!ref.startsWith('#/')) return null;
  return ref
    .slice(2)
    .split('/')
    .map((token) => unescaped(percentDecoded(token)));
}

/** The tokens of a pointer that `pointerOf` wrote: there a percent sign is one. */
export function tokensOfPointer(pointer: string): string[] {
  return pointer.slice(2).split('/').map(unescaped);
}

function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

function percentDecoded(token: string): string {
  try {
    return token.includes('%') ? decodeURIComponent(token) : token;
  } catch {
    return token;
  }
}

/** The value at the tokens. Only own properties and list items count. */
export function valueAt(root: Json, tokens: readonly string[]): Json | undefined {
  return tokens.reduce<Json | undefined>(childAt, root);
}

/** The document that is being read, its local references and what was noticed on the way. */
export class SpecContext {
  readonly warnings: SpecWarning[] = [];
  readonly scale = new Scale();
  private readonly cuts = new WeakMap<object, string>();

  constructor(readonly root: JsonObject) {}

  warn(pointer: string, message: string): void {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push({ pointer, message });
  }

  at(tokens: readonly string[]): Json | undefined {
    return valueAt(this.root, tokens);
  }

  /** Follows `$ref` from object to object within the document. `pointer` says where, for the warnings. */
  resolve(value: Json | undefined, pointer: string): Resolved {
    let current = value;
    for (let hop = 0; hop < MAX_REF_HOPS; hop++) {
      const ref = get(current, '$ref');
      if (typeof ref !== 'string') {
        if (isObject(current)) return { kind: 'local', value: current };
        this.warn(pointer, hop === 0 ? 'An object is expected here.' : 'This reference points to no object.');
        return { kind: 'missing' };
      }
      if (isExternalRef(ref)) {
        this.warn(pointer, `External reference, not followed: ${ref.slice(0, 200)}`);
        return { kind: 'external', ref };
      }
      current = this.at(tokensOf(ref) ?? ['']);
    }
    this.warn(pointer, 'These references lead in a circle, or on and on.');
    return { kind: 'missing' };
  }

  /** The example itself, or its beginning as text where it is too long for a page. */
  cutExample(example: Json | undefined): Json | null {
    if (example === undefined || this.scale.weigh(example) <= MAX_EXAMPLE_CHARACTERS) return example ?? null;
    if (typeof example !== 'object' || example === null) return cut(String(example));
    const known = this.cuts.get(example);
    if (known !== undefined) return known;
    const text = cut(JSON.stringify(example));
    this.cuts.set(example, text);
    return text;
  }
}

function cut(text: string): string {
  const kept = cutText(text, MAX_EXAMPLE_CHARACTERS);
  return `${kept}… (cut; the example has ${text.length.toLocaleString('en-US')} characters)`;
}
