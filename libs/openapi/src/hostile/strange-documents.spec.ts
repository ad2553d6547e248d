import fc from 'fast-check';
import { stringify } from 'yaml';
import { strangeText } from '#testing';
import { compareSpecs } from '../compare/compare-specs.js';
import type { Json, JsonObject } from '../json.js';
import { lintSpec } from '../lint/lint-spec.js';
import { parseDocument } from '../parse-document.js';
import { readSpec } from '../read-spec.js';
import { SpecFault } from '../spec-fault.js';

/** `FAULTS=long` is the form that runs by night. */
const TIMES = process.env.FAULTS === 'long' ? 20 : 1;
const options = (runs: number) => ({ numRuns: runs * TIMES, seed: 46 });

const { value: anyValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    strangeText,
    fc.constantFrom(null, true, 0, -1.5, 1e300),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(strangeText, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

function outcome<T>(read: () => T): T | SpecFault {
  try {
    return read();
  } catch (error) {
    if (error instanceof SpecFault && error.message.length > 10) return error;
    throw error;
  }
}

/** What PostgreSQL would not store. */
const isUnstorable = (value: unknown): boolean =>
  /\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value).replaceAll('\\\\', ''));

const bytesOf = (value: Json): Buffer => Buffer.from(JSON.stringify(value));

it('any values are read as they were written, halves of characters replaced, or refused', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const text = JSON.stringify([value]);
      const isKept = !/\\u0000/.test(text.replaceAll('\\\\', ''));
      const read = outcome(() => parseDocument(Buffer.from(text)).root);
      if (read instanceof SpecFault) return expect(read.code).toBe('spec.unreadable');
      expect(isKept).toBe(true);
      expect(isUnstorable(read)).toBe(false);
      expect(read).toEqual(
        JSON.parse(text.toWellFormed(), (_, one: Json) => (typeof one === 'string' ? one.toWellFormed() : one)),
      );
    }),
    options(1_000),
  );
});

it('YAML says the same as JSON where either can say it', () => {
  let both = 0;
  fc.assert(
    fc.property(anyValue, (value) => {
      const json = outcome(() => parseDocument(bytesOf({ value })).root);
      const yaml = outcome(() => parseDocument(Buffer.from(`# yaml\n${stringify({ value })}`)).root);
      if (json instanceof SpecFault || yaml instanceof SpecFault) return;
      both++;
      expect(yaml).toEqual(json);
    }),
    options(500),
  );
  expect(both).toBeGreaterThan(100 * TIMES);
});

/** A document with these texts wherever a text or a name may stand. */
function documentOf([a, b, c]: readonly [string, string, string], more: Json): JsonObject {
  const schema = { type: 'object', title: a, required: [b], properties: { [b]: { type: 'string', enum: [a, c] } } };
  const content = { [c]: { schema: { $ref: '#/components/schemas/A' }, example: { [a]: more } } };
  const operation = {
    operationId: a,
    summary: b,
    tags: [c, a],
    parameters: [{ name: a, in: 'query', schema: { type: 'string', default: b, pattern: c } }],
    responses: { 200: { description: a, content, headers: { [b]: { schema } }, links: { [c]: { operationId: a } } } },
    callbacks: { [a]: { [b]: { post: { responses: {} } } } },
    security: [{ [c]: [a] }],
  };
  return {
    openapi: '3.1.0',
    info: { title: a, version: b, description: c, [c]: more },
    servers: [{ url: b, variables: { [a]: { default: c } } }],
    tags: [{ name: c, description: b }],
    paths: { [`/${b}`]: { get: operation, [a]: more }, '/plain': { post: { ...operation, operationId: b } } },
    webhooks: { [c]: { post: operation } },
    components: { schemas: { A: schema, [a]: more }, securitySchemes: { [c]: { type: 'http', scheme: a } } },
    [a]: more,
  };
}

it('documents of any texts and values are read into what can be stored, linted and compared, or refused', async () => {
  const texts = fc.tuple(strangeText, strangeText, strangeText);
  let read = 0;
  await fc.assert(
    fc.asyncProperty(texts, anyValue, async (drawn, more) => {
      const bytes = bytesOf(documentOf(drawn, more));
      const reading = outcome(() => readSpec(bytes));
      if (reading instanceof SpecFault) return;
      read++;
      expect(isUnstorable(reading)).toBe(false);
      expect(isUnstorable(await lintSpec(bytes, { rules: {} }))).toBe(false);
      expect(compareSpecs(bytes, bytes).changes).toEqual([]);
      const other = compareSpecs(bytes, bytesOf(documentOf([drawn[1], drawn[2], drawn[0]], null)));
      expect(isUnstorable(other)).toBe(false);
    }),
    options(200),
  );
  // Halves and NUL in names are refused; the others are not.
  expect(read).toBeGreaterThan(20 * TIMES);
});
