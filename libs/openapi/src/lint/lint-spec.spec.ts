import { createConfig } from '@redocly/openapi-core';
import { lintSpec } from './lint-spec.js';
import { scoreOf } from './lint-report.js';
import { LINT_RULES } from './lint-rules.js';

const YAML = `openapi: 3.0.3
info:
  title: Orders
  version: 1.10
paths:
  /orders/{id}:
    get:
      parameters:
        - { name: api_key, in: query, schema: { type: string } }
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
        '404':
          description: no
          content:
            application/json:
              schema: { type: string }
components:
  schemas:
    Order: { type: object, properties: { id: { type: string } } }
    Passwords: { $ref: 'file:///etc/passwd' }
    Metadata: { $ref: 'http://169.254.169.254/' }
`;

const lint = (text: string, rules = {}) => lintSpec(Buffer.from(text), { rules });
const at = (line: number, column: number) => expect.objectContaining({ line, column }) as unknown;

describe('linting a document', () => {
  it('names rule, line and column of each finding, and how to mend it', async () => {
    const { findings } = await lint(YAML);
    const of = (rule: string) => findings.find((finding) => finding.rule === rule);
    expect(of('operation-summary')).toEqual(at(7, 5));
    expect(of('gatehouse/no-key-in-query')).toEqual(at(9, 19));
    expect(of('gatehouse/examples-present')).toEqual(at(14, 13));
    expect(of('gatehouse/error-shape')).toEqual(at(19, 13));
    for (const { advice } of findings) expect(advice).toMatch(/\.$/);
  });

  it('finds the same in JSON', async () => {
    const json = JSON.stringify(
      { openapi: '3.0.3', info: { title: 'a "b" \\', version: '1' }, paths: { '/a': { get: {} } } },
      null,
      1,
    );
    const { findings } = await lint(json);
    const summary = findings.find(({ rule }) => rule === 'operation-summary');
    const line = json.split('\n').findIndex((text) => text.includes('"get"')) + 1;
    expect(summary).toEqual(expect.objectContaining({ line, pointer: '#/paths/~1a/get/summary' }));
  });

  it('opens nothing that a reference points to outside the document', async () => {
    const { findings } = await lint(YAML);
    const words = findings.filter(({ rule }) => rule === 'no-unresolved-refs').map(({ message }) => message);
    expect(words).toHaveLength(2);
    for (const message of words) expect(message).toContain('is not part of this document');
  });

  it('puts errors first, and each of them by line', async () => {
    const { findings } = await lint(YAML);
    const places = findings.map(({ severity, line }) => (severity === 'error' ? line : 1e6 + line));
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  it('follows the choices of a team', async () => {
    const { byRule, counts } = await lint(YAML, { 'operation-summary': 'off', 'gatehouse/error-shape': 'error' });
    const usual = await lint(YAML);
    expect(byRule).not.toHaveProperty('operation-summary');
    expect(counts.error).toBe(usual.counts.error);
    expect(counts.warn).toBe(usual.counts.warn - 1);
  });

  it('keeps keys like __proto__ as data', async () => {
    await lint('{"openapi":"3.0.0","__proto__":{"polluted":1},"info":{},"paths":{"__proto__":{"get":{}}}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('holds 2.0, too, against the rules about errors and examples, where JSON is what is sent', async () => {
    const body = { type: 'object', properties: { id: { type: 'string' } } };
    const shown = { properties: { id: { type: 'string', example: 'a' } } };
    const operation = (schema: object, error: object, rest: object = {}) => ({
      parameters: [{ name: 'order', in: 'body', schema }],
      responses: { 200: { description: 'ok', schema }, 404: { description: 'no', schema: error } },
      ...rest,
    });
    const document = {
      swagger: '2.0',
      info: { title: 'a', version: '1' },
      paths: {
        '/bad': { post: operation(body, { type: 'string' }) },
        '/good': { post: operation(shown, body) },
        '/text': { post: operation(body, { type: 'string' }, { consumes: ['text/csv'], produces: ['text/csv'] }) },
        '/named': { post: { ...operation(shown, body), responses: { 200: { $ref: '#/responses/Named' } } } },
      },
      responses: { Named: { description: 'ok', schema: body, examples: { 'application/json': { id: 'a' } } } },
    };
    const { findings } = await lint(JSON.stringify(document));
    const of = (rule: string) => findings.filter((found) => found.rule === rule).map(({ pointer }) => pointer);
    expect(of('gatehouse/error-shape')).toEqual(['#/paths/~1bad/post/responses/404/schema']);
    expect(of('gatehouse/examples-present').sort()).toEqual([
      '#/paths/~1bad/post/parameters/0/schema',
      '#/paths/~1bad/post/responses/200/schema',
    ]);
  });

  it('reads a document of Swagger 2.0', async () => {
    const { byRule } = await lint('{"swagger":"2.0","info":{"title":"a","version":"1"},"paths":{"/a":{"get":{}}}}');
    expect(byRule).toHaveProperty('operation-summary');
  });

  it('lists every rule that the engine recommends, as severe as it does', async () => {
    const { rules } = await createConfig({ extends: ['recommended'] });
    const listed = new Map(LINT_RULES.map(({ id, defaultSeverity }) => [id, defaultSeverity]));
    for (const line of [rules.oas2, rules.oas3_0, rules.oas3_1])
      for (const [id, rule] of Object.entries(line)) {
        const severity = typeof rule === 'string' ? rule : rule.severity;
        if (severity === 'off' && !listed.has(id)) continue;
        expect([id, listed.get(id)]).toEqual([id, severity]);
      }
  });
});

describe('the score', () => {
  it.each([
    [{ error: 0, warn: 0 }, 10, 100],
    [{ error: 0, warn: 1 }, 1000, 99],
    [{ error: 0, warn: 10 }, 10, 90],
    [{ error: 10, warn: 0 }, 10, 70],
    [{ error: 100, warn: 0 }, 10, 0],
    [{ error: 1, warn: 0 }, 0, 70],
  ])('of %j in %i operations is %i', (counts, operations, score) => {
    expect(scoreOf(counts, operations)).toBe(score);
  });
});
