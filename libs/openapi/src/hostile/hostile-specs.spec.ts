import { createHook } from 'node:async_hooks';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipOf } from '../bundle/zip.fixture.js';
import { compareSpecs } from '../compare/compare-specs.js';
import { lintSpec } from '../lint/lint-spec.js';
import { MAX_OPERATIONS, MAX_REF_HOPS, MAX_ROW_CHARACTERS } from '../limits.js';
import { readSpec } from '../read-spec.js';
import type { SpecFault } from '../spec-fault.js';

const document = (rest: Record<string, unknown>): Buffer =>
  Buffer.from(JSON.stringify({ openapi: '3.1.0', info: { title: 'Orders', version: '1' }, ...rest }));

const answering = (schema: unknown) => ({
  '/a': { get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } } } },
});

function faultOf(bytes: Uint8Array): Pick<SpecFault, 'code' | 'message'> {
  try {
    readSpec(bytes);
  } catch (error) {
    return error as SpecFault;
  }
  throw new Error('There was no fault.');
}

/** Counts what a program needs to reach another machine, or a file without waiting for it: sockets, names, requests. */
async function outsideUses(work: () => unknown): Promise<string[]> {
  const uses: string[] = [];
  const isOutside = /^(TCP|UDP|TLS|PIPE|GETADDRINFO|GETNAMEINFO|QUERY|DNSCHANNEL|HTTP|FSREQ|FILEHANDLE)/;
  const hook = createHook({ init: (_, type) => void (isOutside.test(type) && uses.push(type)) }).enable();
  try {
    await work();
    // What was only planned would begin by now.
    await new Promise((turn) => setImmediate(turn));
  } finally {
    hook.disable();
  }
  return uses;
}

describe('references that lead out of a document', () => {
  const CANARY = 'canary of the disk 5f1e';
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spec-'));
    writeFileSync(path.join(folder, 'schema.json'), JSON.stringify({ type: 'object', title: CANARY }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const refs = () => [
    `file://${folder}/schema.json`,
    `${folder}/schema.json`,
    path.relative(process.cwd(), `${folder}/schema.json`),
    'file:///etc/passwd',
    '../../../../../etc/passwd',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost:1/schema.json',
    'http://[::ffff:7f00:1]:1/schema.json',
    '//localhost:1/schema.json#/A',
  ];

  /** Every place of a document where an address may stand that some tool would fetch. */
  const everywhere = (): Record<string, unknown> => {
    const [out] = refs();
    const examples = Object.fromEntries(refs().map((externalValue, at) => [`e${at}`, { externalValue }]));
    const schema = {
      oneOf: [{ type: 'object', properties: { kind: { type: 'string' } } }],
      discriminator: { propertyName: 'kind', mapping: Object.fromEntries(refs().map((ref, at) => [`k${at}`, ref])) },
      example: { $ref: out },
      $schema: refs()[5],
      $id: refs()[6],
      $dynamicRef: out,
    };
    const answer = {
      description: { $ref: out },
      content: { 'application/json': { schema, examples } },
      links: { next: { operationRef: refs()[6] } },
      headers: { 'X-Out': { $ref: out } },
    };
    return {
      jsonSchemaDialect: refs()[6],
      externalDocs: { url: refs()[5] },
      'x-out': { $ref: out },
      tags: [{ name: 'a', description: { $ref: out } }],
      paths: {
        '/c': {
          get: {
            responses: { 200: answer },
            security: [{ [refs()[6] as string]: [] }],
            'x-codeSamples': refs().map(($ref) => ({ lang: 'curl', source: { $ref } })),
            'x-code-samples': [{ lang: 'curl', source: { $ref: out } }],
            callbacks: { done: { $ref: out } },
          },
          parameters: [{ $ref: out }],
        },
      },
      components: { examples, pathItems: { p: { $ref: out } }, securitySchemes: { s: { $ref: out } } },
    };
  };

  it('are never followed, by the disk or by a socket, to read, lint or compare', async () => {
    const root = { paths: { ...answering({ allOf: refs().map(($ref) => ({ $ref })) }), '/b': { $ref: refs()[0] } } };
    const plain = document(root);
    const zip = zipOf({ 'openapi.json': plain.toString(), 'a.json': { $ref: refs()[0] } });
    let seen = '';
    // Whatever the linter reads of itself it reads once.
    await lintSpec(document({ paths: {} }), { rules: {} });
    const uses = await outsideUses(async () => {
      for (const bytes of [plain, zip]) {
        const { operations, components, warnings } = readSpec(bytes);
        expect(warnings.length).toBeGreaterThanOrEqual(refs().length);
        seen += JSON.stringify([operations, components, warnings]);
        seen += JSON.stringify(await lintSpec(bytes, { rules: {} }));
        seen += JSON.stringify(compareSpecs(bytes, document({ paths: answering({ type: 'string' }) })));
      }
    });
    expect(uses).toEqual([]);
    expect(seen).not.toContain(CANARY);
    expect(seen).not.toContain('root:x:0');
  });

  it('are not followed where examples, samples of code, extensions or names of schemas hold them', async () => {
    const bytes = document(everywhere());
    let seen = '';
    const uses = await outsideUses(async () => {
      const { findings } = await lintSpec(bytes, { rules: {} });
      // What the linter's own resolver could not open would be named otherwise: with the words of the disk.
      const unresolved = findings.filter(({ rule }) => rule === 'no-unresolved-refs');
      expect(unresolved.length).toBeGreaterThan(refs().length);
      expect(unresolved.filter(({ message }) => !message.endsWith('is not part of this document.'))).toEqual([]);
      seen += JSON.stringify(findings);
      const { operations, components, warnings } = readSpec(bytes);
      seen += JSON.stringify([operations, components, warnings]);
      seen += JSON.stringify(compareSpecs(bytes, document({ paths: answering({ type: 'string' }) })));
    });
    expect(uses).toEqual([]);
    expect(seen).not.toContain(CANARY);
    expect(seen).not.toContain('root:x:0');
    expect(seen).not.toContain('ENOENT');
  });

  it.each<[string, () => unknown]>([
    [
      'a socket',
      () =>
        connect(1, 'localhost')
          .on('error', () => undefined)
          .destroy(),
    ],
    ['a file', () => readFile(path.join(folder, 'schema.json'))],
  ])('would have been seen by this way of looking: %s', async (_what, use) => {
    expect(await outsideUses(use)).not.toEqual([]);
  });
});

describe('patterns', () => {
  it('are data: no pattern is tried on a text, not even a broken one', async () => {
    const text = `${'a'.repeat(50_000)}!`;
    const evil = ['^(a+)+$', '^(a|a)*$', '(', '(?<a>.)(?<a>.)'].map((pattern) => {
      return { type: 'string', pattern, example: text, examples: [text], default: text, enum: [text] };
    });
    const bytes = document({ paths: answering({ oneOf: evil, patternProperties: { '^(a+)+$': { type: 'string' } } }) });
    const reading = readSpec(bytes);
    expect(JSON.stringify(reading.operations)).toContain('^(a+)+$');
    // The linter is the engine of others: it holds examples against schemas, in a process with a deadline.
    expect(compareSpecs(bytes, bytes).changes).toEqual([]);
  });
});

describe('references in a circle and in chains', () => {
  const to = (name: string | number) => ({ $ref: `#/components/schemas/${name}` });

  it('cost what they are long: with every step looked at from every other, this would not come to an end', () => {
    const LONG = 200_000;
    const chain = Array.from({ length: LONG }, (_, at) => [at, { properties: { next: to((at + 1) % LONG) } }]);
    const schemas = Object.fromEntries(chain) as Record<string, unknown>;
    const { operations, components } = readSpec(document({ paths: answering(to(0)), components: { schemas } }));
    expect(components).toHaveLength(LONG);
    expect(operations[0]?.refsTruncated).toBe(true);
  });

  it('of nothing but references are too long for the linter after a hundred steps, and are named', async () => {
    const LENGTH = 10_000;
    const chain = Object.fromEntries(Array.from({ length: LENGTH }, (_, at) => [at, to(at + 1)]));
    const schemas = { ...chain, [LENGTH]: { type: 'string' } };
    const { byRule } = await lintSpec(document({ paths: answering(to(0)), components: { schemas } }), {
      rules: {},
    });
    // That of the answer, too, leads into the chain.
    expect(byRule['no-unresolved-refs']).toBe(LENGTH + 1 - MAX_REF_HOPS);
  });

  it('of allOf and of nothing but references end, to read, lint or compare', async () => {
    const schemas = {
      Self: { allOf: [to('Self'), { type: 'object' }] },
      One: { allOf: [to('Other')] },
      Other: { oneOf: [to('One')], properties: { self: to('Self') } },
      Bare: to('Bare'),
      Written: to('%57ritten'),
      Anchored: { $anchor: 'here', $ref: '#here' },
      Here: to('There'),
      There: to('Here'),
    };
    const names = Object.keys(schemas);
    const paths = answering({ anyOf: names.map(to) });
    const bytes = document({ paths, components: { schemas } });
    const { operations, components } = readSpec(bytes);
    expect([...(operations[0]?.refs ?? [])].sort()).toEqual(names.sort().map((name) => `#/components/schemas/${name}`));
    expect(components).toHaveLength(names.length);
    expect(compareSpecs(bytes, bytes).changes).toEqual([]);
    const { findings } = await lintSpec(bytes, { rules: {} });
    const unresolved = findings.filter(({ rule }) => rule === 'no-unresolved-refs').map(({ pointer }) => pointer);
    expect(unresolved).toEqual(
      expect.arrayContaining(['Bare', 'Here', 'There'].map((name) => `#/components/schemas/${name}`)),
    );
  });
});

describe('very much of one thing', () => {
  it('is refused where one schema has a million values', () => {
    const values = Array.from({ length: 1_000_000 }, (_, index) => `v${index}`);
    const limit = MAX_ROW_CHARACTERS.toLocaleString('en-US');
    expect(faultOf(document({ paths: answering({ enum: values }) }))).toMatchObject({
      code: 'spec.too_complex',
      message: `The operation GET /a has more than ${limit} characters.`,
    });
  });

  it('is refused where there are a hundred thousand operations', () => {
    const paths = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`/${index}`, { get: {} }]));
    expect(faultOf(document({ paths }))).toMatchObject({
      code: 'spec.too_complex',
      message: `A document may have ${MAX_OPERATIONS.toLocaleString('en-US')} operations at most.`,
    });
  });
});

describe('names that mean something to JavaScript', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

  it('stay data as paths, schemas and properties, to read, lint or compare', async () => {
    const schemas = names.map((name) => `"${name}": {"type": "object", "properties": {"${name}": {"polluted": 1}}}`);
    const paths = names.map(
      (name) => `"/${name}": {"get": {"responses": {"200": {"$ref": "#/components/responses/${name}"}}}}`,
    );
    const answers = names.map(
      (name) =>
        `"${name}": {"description": "ok", "content": {"${name}": {"schema": {"$ref": "#/components/schemas/${name}"}}}}`,
    );
    const text = `{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "__proto__": {"polluted": 1},
      "paths": {${paths}}, "components": {"schemas": {${schemas}}, "responses": {${answers}}}}`;
    const before = Reflect.ownKeys(Object.prototype);
    for (const bytes of [Buffer.from(text), Buffer.from(`# YAML\n${text}`), zipOf({ 'openapi.json': text })]) {
      const { operations, components } = readSpec(bytes);
      expect(operations.map(({ path: template }) => template.slice(1))).toEqual(names);
      expect(components.map(({ name }) => name)).toEqual(names);
      expect(operations.flatMap(({ refs }) => refs)).toEqual(names.map((name) => `#/components/schemas/${name}`));
      compareSpecs(bytes, document({ paths: {} }));
      await lintSpec(bytes, { rules: {} });
    }
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
