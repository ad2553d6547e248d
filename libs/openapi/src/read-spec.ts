import { createHash } from 'node:crypto';
import { ComponentIndex } from './component-index.js';
import { endlessSchemas } from './endless-schemas.js';
import { entriesOf, get, isObject, type Json, type JsonObject, textOf, textsOf, weighUpTo } from './json.js';
import { MAX_OPERATIONS, MAX_READING_CHARACTERS, MAX_ROW_CHARACTERS } from './limits.js';
import { parseDocument } from './parse-document.js';
import { METHODS } from './methods.js';
import { readExternalDocs, readLine, readSecuritySchemes, readServers, readServersV2, readTags } from './read-head.js';
import { OperationReaderV2 } from './read-operation-v2.js';
import { OperationReaderV3 } from './read-operation-v3.js';
import { type OperationDefinition, type OperationRow, type SpecReading, WEBHOOK } from './reference-model.js';
import { pointerOf, SpecContext } from './spec-context.js';
import { tooComplex } from './spec-fault.js';

const ENDLESS = 'By allOf or $ref alone this schema leads in a circle: nothing can be held against it.';

/**
 * Reads an OpenAPI 2.0, 3.0 or 3.1 document, JSON or YAML, in the calling thread: a large one blocks it for seconds, so
 * servers do it in a process of its own. Throws SpecFault and nothing else. No file and no network is touched.
 */
export function readSpec(bytes: Uint8Array): SpecReading {
  const document = parseDocument(bytes);
  const { line, version, root } = readLine(document.root);
  const context = new SpecContext(root);
  const components = new ComponentIndex(context);
  const reader = line === '2.0' ? new OperationReaderV2(context) : new OperationReaderV3(context);
  const operations = readOperations(context, components, reader);
  if (line === '3.1') readWebhooks(context, components, reader, operations);
  addSchemas(root, components);
  for (const pointer of endlessSchemas(components.list())) context.warn(pointer, ENDLESS);
  const info = get(root, 'info');
  const reading: SpecReading = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    format: document.format,
    byteLength: bytes.byteLength,
    openapi: line,
    openapiVersion: version,
    title: textOf(get(info, 'title')),
    summary: textOf(get(info, 'summary')),
    description: textOf(get(info, 'description')),
    docVersion: textOf(get(info, 'version')),
    servers: line === '2.0' ? readServersV2(root).map((url) => ({ url })) : readServers(get(root, 'servers')),
    securitySchemes: readSecuritySchemes(context),
    tags: readTags(get(root, 'tags')),
    ...readExternalDocs(root),
    operations,
    components: components.list(),
    warnings: context.warnings,
  };
  requireModest(reading);
  return reading;
}

/** Walks paths, methods and operations in the order of the document. */
function readOperations(
  context: SpecContext,
  components: ComponentIndex,
  reader: OperationReaderV2 | OperationReaderV3,
): OperationRow[] {
  const rows: OperationRow[] = [];
  for (const [path, raw] of entriesOf(get(context.root, 'paths'))) {
    if (path.startsWith('x-')) continue;
    const tokens = ['paths', path];
    if (!path.startsWith('/')) context.warn(pointerOf(tokens), 'A path begins with a slash.');
    readPathItem(context, components, reader, rows, { tokens, raw, name: path, prefix: '' });
  }
  if (rows.length === 0) context.warn('#/paths', 'This document has no operations.');
  return rows;
}

/** Adds the webhooks of 3.1 after the operations, each under its name. */
function readWebhooks(
  context: SpecContext,
  components: ComponentIndex,
  reader: OperationReaderV2 | OperationReaderV3,
  rows: OperationRow[],
): void {
  for (const [name, raw] of entriesOf(get(context.root, 'webhooks')))
    readPathItem(context, components, reader, rows, { tokens: ['webhooks', name], raw, name, prefix: WEBHOOK });
}

function readPathItem(
  context: SpecContext,
  components: ComponentIndex,
  reader: OperationReaderV2 | OperationReaderV3,
  rows: OperationRow[],
  item: { tokens: string[]; raw: Json; name: string; prefix: string },
): void {
  const resolved = context.resolve(item.raw, pointerOf(item.tokens));
  if (resolved.kind !== 'local') return;
  for (const method of METHODS) {
    const operation = get(resolved.value, method);
    if (operation === undefined) continue;
    const tokens = [...item.tokens, method];
    if (!isObject(operation)) {
      context.warn(pointerOf(tokens), 'An object is expected here.');
      continue;
    }
    if (rows.length === MAX_OPERATIONS)
      throw tooComplex(`A document may have ${MAX_OPERATIONS.toLocaleString('en-US')} operations at most.`);
    const definition = reader.read(operation, resolved.value, tokens);
    rows.push({
      ...describe(rows.length, item.prefix + method.toUpperCase(), item.name, operation),
      definition,
      ...components.reach(schemasOf(definition), pointerOf(tokens)),
    });
  }
}

function describe(
  position: number,
  method: string,
  path: string,
  operation: JsonObject,
): Omit<OperationRow, 'definition' | 'refs' | 'refsTruncated'> {
  return {
    position,
    method,
    path,
    operationId: textOf(get(operation, 'operationId')) || undefined,
    summary: textOf(get(operation, 'summary')) || undefined,
    description: textOf(get(operation, 'description')) || undefined,
    tags: textsOf(get(operation, 'tags')),
    deprecated: get(operation, 'deprecated') === true,
  };
}

function schemasOf({ callbacks = [], ...exchange }: OperationDefinition): Json[] {
  return [exchange, ...callbacks].flatMap(({ parameters, requestBody, responses }) => [
    ...parameters.map((parameter) => parameter.schema),
    ...(requestBody?.contents ?? []).map((content) => content.schema),
    ...responses.flatMap((response) => [...response.headers, ...response.contents].map((part) => part.schema)),
  ]);
}

/** Lists the named schemas that no operation reaches, too: people look them up. */
function addSchemas(root: JsonObject, components: ComponentIndex): void {
  for (const [name] of entriesOf(get(root, 'definitions'))) components.add(['definitions', name]);
  const schemas = get(get(root, 'components'), 'schemas');
  for (const [name] of entriesOf(schemas)) components.add(['components', 'schemas', name]);
}

/** What is shared in the document is repeated in its rows; the whole must stay in proportion. */
function requireModest({ operations, components, ...head }: SpecReading): void {
  let characters = 0;
  const add = (part: object, name: () => string): void => {
    const weight = weighUpTo(MAX_ROW_CHARACTERS, part);
    if (weight > MAX_ROW_CHARACTERS)
      throw tooComplex(`${name()} has more than ${MAX_ROW_CHARACTERS.toLocaleString('en-US')} characters.`);
    characters += weight;
  };
  add(head, () => 'The head of this document');
  for (const { refs: _, ...row } of operations) add(row, () => `The operation ${row.method} ${row.path.slice(0, 200)}`);
  // The pointers in `refs` are kept once for all that share them, and as numbers, but each of them is looked at.
  for (const refs of new Set(operations.map(({ refs }) => refs))) characters += weighUpTo(MAX_READING_CHARACTERS, refs);
  for (const row of components) add(row, () => `The component ${row.pointer.slice(0, 200)}`);
  if (characters > MAX_READING_CHARACTERS)
    throw tooComplex('Written out, the operations of this document repeat too much. Split it into several documents.');
}
