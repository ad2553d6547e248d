import { createRequire } from 'node:module';
import type { CST, Document } from 'yaml';
import type { Json } from './json.js';
import { MAX_NESTING_DEPTH } from './limits.js';
import { linkAliases } from './link-aliases.js';
import { SpecFault, tooComplex, unreadable } from './spec-fault.js';

const load = createRequire(import.meta.url);
/** Loaded where the first YAML is met: most documents are JSON, for which no process and no thread shall wait for it. */
const yaml = (): typeof import('yaml') => load('yaml') as typeof import('yaml');

/**
 * The core schema makes only what JSON knows (no dates, no binaries), whatever a %YAML line asks for. Looking for keys
 * that stand twice takes quadratic time, so the last one wins, as in JSON.
 */
const OPTIONS = { schema: 'core', merge: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;

/** The library need not count what aliases stand for. */
const COUNTED_BEFORE = -1;

/** Where people write a number and mean a text: `version: 1.10`. */
const TEXT_PATHS = [['info', 'version'], ['openapi'], ['swagger']];

/** Parses one YAML document; a fault is told with its line and column. */
export function parseYaml(text: string): Json {
  try {
    const document = composeYaml(text);
    for (const path of TEXT_PATHS) {
      const scalar: unknown = document.getIn(path, true);
      if (yaml().isScalar(scalar) && typeof scalar.value === 'number') scalar.value = scalar.source;
    }
    return document.toJS({ maxAliasCount: COUNTED_BEFORE }) as Json;
  } catch (error) {
    if (error instanceof SpecFault) throw error;
    if (error instanceof yaml().YAMLParseError) throw unreadable(text, error.pos[0], firstLine(error.message));
    if (error instanceof RangeError) throw tooComplex('This YAML document is nested too deeply.');
    throw new SpecFault('spec.unreadable', `This is not valid YAML: ${firstLine((error as Error).message)}`);
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.slice(0, 300) ?? '';
}

/** The nodes of one YAML document; throws what `parseYaml` turns into words. */
export function composeYaml(text: string): Document.Parsed {
  const { Composer, Parser } = yaml();
  const composer = new Composer(OPTIONS);
  const documents: Document.Parsed[] = [];
  for (const token of new Parser().parse(text)) {
    requireShallow(token);
    documents.push(...composer.next(token));
  }
  documents.push(...composer.end(true, text.length));
  const [document, second] = documents;
  if (document === undefined) throw new SpecFault('spec.unreadable', 'This YAML document is empty.');
  if (document.errors[0]) throw document.errors[0];
  if (second !== undefined) throw unreadable(text, second.range[0], 'a second YAML document begins. Give one only.');
  linkAliases(document, yaml());
  return document;
}

/** Looks at the depth before anything that calls itself walks the tokens. */
function requireShallow(token: CST.Token): void {
  const rest: { token: CST.Token; depth: number }[] = [{ token, depth: 0 }];
  for (let entry = rest.pop(); entry !== undefined; entry = rest.pop()) {
    const { token: current, depth } = entry;
    if (depth > MAX_NESTING_DEPTH) throw tooComplex(`This document is nested deeper than ${MAX_NESTING_DEPTH} levels.`);
    if (current.type === 'document' && current.value) rest.push({ token: current.value, depth });
    if (!('items' in current)) continue;
    for (const { key, value } of current.items) {
      if (key) rest.push({ token: key, depth: depth + 1 });
      if (value) rest.push({ token: value, depth: depth + 1 });
    }
  }
}
