import { isUtf8 } from 'node:buffer';
import { checkTree } from './check-tree.js';
import type { Json } from './json.js';
import { parseJson } from './parse-json.js';
import { parseYaml } from './parse-yaml.js';
import { SpecFault, unreadable } from './spec-fault.js';

/** One file to a checked tree: JSON when the text starts with { or [, else YAML. */
export function parseText(bytes: Uint8Array): { root: Json; format: 'json' | 'yaml' } {
  const text = decode(bytes);
  if (bytes.includes(0))
    throw unreadable(text, text.indexOf('\0'), 'a NUL character stands here. Is this a text file?');
  const format = /^\s*[{[]/.test(text) ? 'json' : 'yaml';
  const root = format === 'json' ? parseJson(text) : parseYaml(text);
  checkTree(root);
  return { root, format };
}

/** A decoder that refuses what is wrong takes three times as long as one that is given what was looked at before. */
function decode(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new SpecFault('spec.unreadable', 'This is no UTF-8 text. Save the document as UTF-8.');
  return new TextDecoder().decode(bytes);
}
