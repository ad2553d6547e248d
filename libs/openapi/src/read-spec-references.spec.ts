import type { Json } from './json.js';
import { MAX_EXAMPLE_CHARACTERS, MAX_OPERATION_REFS, MAX_ROW_CHARACTERS, MAX_WARNINGS } from './limits.js';
import { readSpec } from './read-spec.js';
import { ok, read, v3 } from './small-document.fixture.js';
import type { SpecReading } from './reference-model.js';

describe('references', () => {
  const get = (schema: Json): object => ({
    get: { responses: { 200: { description: '', content: { 'application/json': { schema } } } } },
  });
  const reach = (schemas: Record<string, Json>, schema: Json): SpecReading =>
    read(v3({ components: { schemas }, paths: { '/a': get(schema) } }));
  const to = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

  it('are followed breadth first, circles included, and never into data', () => {
    const reading = reach(
      {
        A: { properties: { b: to('B'), c: to('C'), example: to('E'), $ref: to('F') }, example: to('Data') },
        B: { allOf: [to('D')], enum: [to('Data')], 'x-note': to('Data') },
        C: { items: to('A') },
        D: { discriminator: { propertyName: 'kind', mapping: { c: '#/components/schemas/C', name: 'A' } } },
        E: {},
        F: {},
        Data: {},
        Alone: { items: to('Alone') },
      },
      to('A'),
    );
    const names = ['A', 'B', 'C', 'E', 'F', 'D'].map((name) => `#/components/schemas/${name}`);
    expect(reading.operations[0]).toMatchObject({ refs: names, refsTruncated: false });
    expect(reading.components.map((row) => row.name).sort()).toEqual(['A', 'Alone', 'B', 'C', 'D', 'Data', 'E', 'F']);
    expect(reading.warnings).toEqual([]);
  });

  it.each([
    ['The head of this document', { info: { title: 'T', description: 'x'.repeat(MAX_ROW_CHARACTERS) } }],
    ['The operation GET /a', { paths: { '/a': { get: { ...ok, description: 'x'.repeat(MAX_ROW_CHARACTERS) } } } }],
    [
      'The component #/components/schemas/A',
      { components: { schemas: { A: { enum: Array.from({ length: MAX_ROW_CHARACTERS / 5 }, (_, n) => n) } } } },
    ],
  ])('are not needed to make %s too large for one piece', (part, rest) => {
    const message = `${part} has more than 2,000,000 characters.`;
    expect(() => read(v3(rest))).toThrow(expect.objectContaining({ code: 'spec.too_complex', message }));
  });

  it('to a component that was left empty point to nothing, and it is not listed', () => {
    const reading = reach({ Empty: null, Any: true }, { oneOf: [to('Empty'), to('Any')] });
    expect(reading.components).toEqual([{ pointer: '#/components/schemas/Any', name: 'Any', definition: true }]);
    expect(reading.operations[0]?.refs).toEqual(['#/components/schemas/Any']);
    expect(reading.warnings).toEqual([
      { pointer: '#/paths/~1a/get', message: 'This reference points to nothing: #/components/schemas/Empty' },
      { pointer: '#/components/schemas/Empty', message: 'A schema is expected here.' },
    ]);
  });

  it('have one spelling, whatever was written', () => {
    const reading = reach({ 'Ä b/c~d': {} }, { oneOf: [to('%C3%84%20b~1c~0d'), to('Ä b~1c~0d')] });
    expect(reading.operations[0]?.refs).toEqual(['#/components/schemas/Ä b~1c~0d']);
    expect(JSON.stringify(reading.operations[0]?.definition)).not.toContain('%C3');
  });

  it('to any other place of the document become components', () => {
    const reading = reach({ A: { properties: { id: { type: 'string' } } } }, to('A/properties/id'));
    expect(reading.components).toContainEqual({
      pointer: '#/components/schemas/A/properties/id',
      name: 'id',
      definition: { type: 'string' },
    });
  });

  it.each(['file:///etc/passwd', '../other.yaml#/A', 'http://169.254.169.254/latest', 'x'])(
    'out of the document are shown and not followed: %s',
    (ref) => {
      const external = { $ref: ref };
      const reading = read(
        v3({
          paths: {
            '/a': {
              post: {
                parameters: [external],
                requestBody: external,
                responses: {
                  200: external,
                  201: { description: '', content: { 'application/json': { schema: external } } },
                },
              },
            },
            '/b': external,
          },
        }),
      );
      const { definition, refs } = reading.operations[0] ?? { definition: null, refs: null };
      expect(refs).toEqual([]);
      expect(definition?.parameters).toEqual([expect.objectContaining({ externalRef: ref })]);
      expect(definition?.requestBody).toMatchObject({ externalRef: ref, contents: [] });
      expect(definition?.responses[0]).toMatchObject({ status: '200', externalRef: ref });
      expect(definition?.responses[1]?.contents[0]?.schema).toEqual(external);
      expect(reading.operations).toHaveLength(1);
      expect(reading.warnings).toHaveLength(5);
      expect(reading.warnings[0]?.message).toBe(`External reference, not followed: ${ref}`);
    },
  );

  it.each(['#/components/schemas/None', '#name', '#', '#/paths', '#/components/schemas/A/__proto__/x'])(
    'to nothing are told: %s',
    (ref) => {
      const reading = reach({ A: {} }, { $ref: ref });
      expect(reading.operations[0]?.refs).toEqual([]);
      expect(reading.warnings).toEqual([
        { pointer: '#/paths/~1a/get', message: `This reference points to nothing: ${ref}` },
      ]);
    },
  );

  it('between parameters may lead in a circle or on for long', () => {
    const chain = Array.from({ length: 10_000 }, (_, n) => [`P${n}`, { $ref: `#/components/parameters/P${n + 1}` }]);
    const parameters = { ...Object.fromEntries(chain), L: { $ref: '#/components/parameters/L' } };
    const use = ['L', 'P0', 'P9990'].map((name) => ({ $ref: `#/components/parameters/${name}` }));
    const reading = read(v3({ components: { parameters }, paths: { '/a': { get: { parameters: use, ...ok } } } }));
    expect(reading.operations[0]?.definition.parameters).toEqual([]);
    expect(reading.warnings).toHaveLength(3);
  });

  it('take linear time in chains of 10,000, and list 300 with an operation', () => {
    const chain = Array.from({ length: 10_000 }, (_, n) => [`S${n}`, { items: to(`S${(n + 1) % 10_000}`) }]);
    const reading = reach(Object.fromEntries(chain) as Record<string, Json>, to('S0'));
    expect(reading.components).toHaveLength(10_000);
    expect(reading.operations[0]?.refs).toHaveLength(MAX_OPERATION_REFS);
    expect(reading.operations[0]?.refsTruncated).toBe(true);
    const exact = Array.from({ length: MAX_OPERATION_REFS }, (_, n) => [`S${n}`, { items: to(`S${(n + 1) % 300}`) }]);
    expect(reach(Object.fromEntries(exact) as Record<string, Json>, to('S0')).operations[0]).toMatchObject({
      refsTruncated: false,
    });
  });
});

describe('hostile contents', () => {
  it('__proto__ and constructor stay data wherever a name may stand', () => {
    const text = `{"openapi":"3.0.0","paths":{"__proto__":{"get":{}},"/a":{"get":{"parameters":[{"in":"query","name":"__proto__"}],
      "responses":{"__proto__":{"description":"x"},"constructor":{"description":"y"}}}}},
      "components":{"schemas":{"__proto__":{"polluted":true},"constructor":{"properties":{"__proto__":{"type":"string"}}}}}}`;
    const reading = readSpec(Buffer.from(text));
    expect(reading.components.map((row) => row.name)).toEqual(['__proto__', 'constructor']);
    expect(reading.operations.map((row) => row.path)).toEqual(['__proto__', '/a']);
    expect(reading.operations[1]?.definition.responses.map((row) => row.status)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(structuredClone(reading)).toEqual(reading);
  });

  it('long examples are cut', () => {
    const long = 'x'.repeat(MAX_EXAMPLE_CHARACTERS * 2);
    const content = { 'application/json': { example: { long }, schema: { example: [long] } } };
    const reading = read(v3({ paths: { '/a': { post: { requestBody: { content }, responses: {} } } } }));
    const [first] = reading.operations[0]?.definition.requestBody?.contents ?? [];
    expect(first?.example).toMatch(/^\{"long":"x+… \(cut; the example has 40,011 characters\)$/);
    expect(JSON.stringify(first?.schema).length).toBeLessThan(MAX_EXAMPLE_CHARACTERS + 200);
  });

  it('long names of components are refused where many operations each reach all of them in an order of their own', () => {
    const names = Array.from({ length: 300 }, (_, n) => `${n}-${'x'.repeat(10_000)}`);
    const refTo = (place: number) => ({ $ref: `#/components/schemas/${names[place % names.length]!}` });
    const schemas = Object.fromEntries(names.map((name, place) => [name, { properties: { next: refTo(place + 1) } }]));
    const paths = Object.fromEntries(
      names.map((_, place) => {
        const content = { 'application/json': { schema: refTo(place) } };
        return [`/p${place}`, { get: { responses: { 200: { description: 'ok', content } } } }];
      }),
    );
    expect(() => read(v3({ components: { schemas }, paths }))).toThrow(
      expect.objectContaining({ code: 'spec.too_complex', message: expect.stringContaining('repeat too much') }),
    );
  });

  it('what all operations repeat is refused when it comes to too much', () => {
    const parameters = { P: { in: 'query', name: 'q', description: 'x'.repeat(100_000) } };
    const use = { parameters: [{ $ref: '#/components/parameters/P' }], responses: {} };
    const paths = Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`/p${n}`, { get: use }]));
    expect(() => read(v3({ components: { parameters }, paths }))).toThrow(
      expect.objectContaining({ code: 'spec.too_complex', message: expect.stringContaining('repeat too much') }),
    );
  });

  it('warnings are 200 at most', () => {
    const paths = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`/p${n}`, null]));
    expect(read(v3({ paths })).warnings).toHaveLength(MAX_WARNINGS);
  });

  it('bytes turned over at any place end in a reading or a SpecFault', () => {
    const text = JSON.stringify(
      v3({
        servers: [{ url: 'https://example.com' }],
        components: { schemas: { A: { properties: { a: { $ref: '#/components/schemas/A' } } } } },
        paths: { '/a/{b}': { post: { ...ok, parameters: [{ in: 'path', name: 'b' }], security: [{ k: ['s'] }] } } },
      }),
    );
    const yaml =
      'openapi: 3.0.0\ninfo: &i {title: "T", version: 1}\npaths:\n  /a:\n    get: {x: *i}\n  <<: {b: |\n c}\n';
    const outcomes = new Set<string>();
    for (const source of [text, `# yaml\n${text}`, yaml])
      for (let at = 0; at < source.length; at++)
        for (const mask of [0x01, 0x08, 0x20, 0x80]) {
          const bytes = Buffer.from(source);
          bytes[at] = (bytes[at] ?? 0) ^ mask;
          try {
            outcomes.add(readSpec(bytes).openapi);
          } catch (error) {
            outcomes.add((error as { name: string }).name);
          }
        }
    expect([...outcomes].sort()).toEqual(['3.0', '3.1', 'SpecFault']);
  });
});
