import type { Json, JsonObject } from './json.js';
import { MAX_CHARACTERS, MAX_NESTING_DEPTH, MAX_NODES } from './limits.js';
import { SpecFault, tooComplex } from './spec-fault.js';

/**
 * Holds a parsed document against the limits before anything walks it by calling itself. Halves of characters, which no
 * database stores, become U+FFFD; NUL is refused.
 */
export function checkTree(root: Json): void {
  const rest: { value: Json[] | JsonObject; depth: number }[] = [];
  let nodes = 0;
  let characters = 0;
  const enter = (child: Json, depth: number): void => {
    if (typeof child === 'object' && child !== null) rest.push({ value: child, depth });
  };
  enter(root, 1);
  for (let entry = rest.pop(); entry !== undefined; entry = rest.pop()) {
    const { value, depth } = entry;
    if (depth > MAX_NESTING_DEPTH) throw tooComplex(`This document is nested deeper than ${MAX_NESTING_DEPTH} levels.`);
    const keys = Array.isArray(value) ? null : Object.keys(value);
    const count = keys?.length ?? (value as Json[]).length;
    nodes += count;
    if (nodes > MAX_NODES) throw tooComplex(`This document has more than ${grouped(MAX_NODES)} values.`);
    for (let at = 0; at < count; at++) {
      const key = keys?.[at] ?? at;
      if (typeof key === 'string') characters += checkText(key, true).length;
      const child = (value as Record<string | number, Json>)[key] as Json;
      enter(child, depth + 1);
      if (typeof child !== 'string') continue;
      const text = checkText(child, false);
      characters += text.length;
      if (text !== child)
        Object.defineProperty(value, key, { value: text, enumerable: true, configurable: true, writable: true });
    }
    if (characters > MAX_CHARACTERS)
      throw tooComplex(`The texts of this document have more than ${grouped(MAX_CHARACTERS)} characters.`);
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function checkText(text: string, isKey: boolean): string {
  if (text.includes('\0')) throw new SpecFault('spec.unreadable', 'This document holds a NUL character in a text.');
  if (text.isWellFormed()) return text;
  if (isKey) throw new SpecFault('spec.unreadable', 'This document holds half a character in a key.');
  return text.toWellFormed();
}
