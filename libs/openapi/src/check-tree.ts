import type { Json } from './json.js';
import { MAX_CHARACTERS, MAX_NESTING_DEPTH, MAX_NODES } from './limits.js';
import { SpecFault, tooComplex } from './spec-fault.js';

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Holds a parsed document against the limits before anything walks it by calling itself. Halves of characters, which no
 * database stores, become U+FFFD; NUL is refused.
 */
export function checkTree(root: Json): void {
  const rest: { value: Json; depth: number }[] = [{ value: root, depth: 1 }];
  let nodes = 0;
  let characters = 0;
  for (let entry = rest.pop(); entry !== undefined; entry = rest.pop()) {
    const { value, depth } = entry;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_NESTING_DEPTH) throw tooComplex(`This document is nested deeper than ${MAX_NESTING_DEPTH} levels.`);
    const keys = Object.keys(value);
    nodes += keys.length;
    if (nodes > MAX_NODES) throw tooComplex(`This document has more than ${MAX_NODES.toLocaleString('en-US')} values.`);
    for (const key of keys) {
      const child = (value as Record<string, Json>)[key] as Json;
      if (!Array.isArray(value)) characters += checkText(key, true).length;
      if (typeof child === 'string') {
        const text = checkText(child, false);
        characters += text.length;
        if (text !== child)
          Object.defineProperty(value, key, { value: text, enumerable: true, configurable: true, writable: true });
      } else if (typeof child === 'object' && child !== null) rest.push({ value: child, depth: depth + 1 });
    }
    if (characters > MAX_CHARACTERS)
      throw tooComplex(
        `The texts of this document have more than ${MAX_CHARACTERS.toLocaleString('en-US')} characters.`,
      );
  }
}

function checkText(text: string, isKey: boolean): string {
  if (text.includes('\0')) throw new SpecFault('spec.unreadable', 'This document holds a NUL character in a text.');
  if (!LONE_SURROGATE.test(text)) return text;
  if (isKey) throw new SpecFault('spec.unreadable', 'This document holds half a character in a key.');
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
