import { lintSpec } from './lint-spec.js';
import { mayBeSlow, takeOutSlowPatterns, slowPatternsOf } from './slow-patterns.js';

/** On this text the pattern of a real document takes longer than the universe is old. */
const ADDRESS = '^(https?:\\/\\/)?([\\da-z\\.-]+)\\.([a-z\\.]{2,6})([\\/\\w \\.-]*)*\\/?$';
const ADDRESS_IN_VAIN = `http://www.shop.example.com/${'a'.repeat(200)}?id=1`;

describe('patterns that may be slow', () => {
  it.each([
    ['(a+)*', true],
    ['(a|b+)*', true],
    ['^(a*)+$', true],
    ['(?:x?a{1,20})*', true],
    ['((a+)b?)*', true],
    ['(?:[^|]*\\|?)+', true],
    ['^(a{1,3}b?)*$', true],
    ['^(a|a)*$', true],
    ['^(a|aa)+$', true],
    ['^(\\w|\\d)*$', true],
    ['^(.|\\s)*$', true],
    ['^(-(\\w|_))*$', true],
    ['^(y[\\x00-\\x7f]+)*$', true],
    [ADDRESS, true],
    [`${'('.repeat(6000)}a*${')*'.repeat(6000)}`, true],
    ['^(a?a?)*$', true],
    ['^(a?a)*$', true],
    ['^[a-z]([-a-z]?[a-z])*$', true],
    ['^([0-9a-f]{6}(?:[0-9a-f]{2})?,?)+$', true],
    ['(a+){9}', true],
    ['^(\\w+ ?){3}$', true],
    ['a*a*a*$', true],
    ['^a*b?[ab]*\\s*(.*)x', true],
    ['^[a-z0-9]+[a-z0-9.-]*[a-z0-9]+$', true],
    ['^(?=.*.*.*;)', true],
    ['^(x|a+a+a+)$', true],
    ['(-a+)*', false],
    ['(a+){2}', false],
    ['^(-a+){9}$', false],
    ['^([a-z]+\\.){3}$', false],
    ['^(a+b*c*){9}$', true],
    ['^((([a-z]+ ?){2}){2})$', true],
    [`^${'('.repeat(300)}a+b${'){5}'.repeat(300)}$`, false],
    ['^\\w+\\s+\\w+\\s+\\w+\\s*$', false],
    ['a*a*$', false],
    ['a*b*[ab]*c*$', false],
    ['a*ba*ca*$', false],
    ['.*[a-z]*.*', false],
    ['^(?!.*.*.*)a', false],
    ['^(a?)*$', false],
    ['^(a?b?)*$', false],
    ['^(-?a)*$', false],
    ['^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$', false],
    ['^urn:(([a-z]{2}-(gov-)?[a-z]{4,9}/[0-9]+/)*[a-z]+(/[a-z]+)*):([a-z]*):([a-z]+)$', false],
    ['^(-a{1,3})*$', false],
    ['^(a{4}b?)*$', false],
    ['^(ab|ac|d)*$', false],
    ['^(.|\\n)*$', false],
    ['^([\\u0000-\\u001f]|[\\u007f-\\u009f])*$', false],
    ['^(\\\\.|[^"\\\\])*$', false],
    ['^(|a|(ba))*$', false],
    ['^[a-z0-9]+(?:[._-][a-z0-9]+)*$', false],
    ['^[a-z0-9](-*[a-z0-9])*$', false],
    ['^(\\d+,)*\\d+$', false],
    ['a*b*c*', false],
    ['^[*+]{3}[*+]$', false],
    ['(a+', false],
    ['', false],
  ])('%s: %s', (pattern, expected) => {
    expect(mayBeSlow(pattern)).toBe(expected);
  });

  it('are taken out of schemas, and out of nothing that is data', () => {
    const schema = { pattern: '(a+)*', patternProperties: { '(b+)*': {}, '^x': { pattern: '^c+$' } } };
    const root = { schema, example: { pattern: '(a+)*' }, enum: [{ pattern: '(a+)*' }] };
    takeOutSlowPatterns(root);
    expect(root).toEqual({
      schema: { patternProperties: { '^x': { pattern: '^c+$' } } },
      example: { pattern: '(a+)*' },
      enum: [{ pattern: '(a+)*' }],
    });
    expect(slowPatternsOf(schema)).toEqual([
      { pattern: '(a+)*', place: ['pattern'] },
      { pattern: '(b+)*', place: ['patternProperties', '(b+)*'] },
    ]);
  });
});

describe('linting a document with a pattern that never comes to an end', () => {
  it('comes to an end, names the pattern, and still finds what else is wrong with the example', async () => {
    const content = {
      'application/json': {
        schema: {
          type: 'object',
          properties: { url: { type: 'string', pattern: ADDRESS }, count: { type: 'integer' } },
        },
        example: { url: ADDRESS_IN_VAIN, count: 'many' },
      },
    };
    const paths = { '/a': { get: { responses: { 200: { description: 'ok', content } } } } };
    const bytes = Buffer.from(JSON.stringify({ openapi: '3.0.3', info: { title: 'a', version: '1' }, paths }));
    const { findings } = await lintSpec(bytes, { rules: {} });
    const pointerOf = (rule: string) => findings.find((finding) => finding.rule === rule)?.pointer;
    const media = '#/paths/~1a/get/responses/200/content/application~1json';
    expect(pointerOf('gatehouse/quick-patterns')).toBe(`${media}/schema/properties/url/pattern`);
    expect(pointerOf('no-invalid-media-type-examples')).toBe(`${media}/example/count`);
  });

  it('does so in Swagger 2.0, where parameters have patterns of their own', async () => {
    const parameters = [{ name: 'a', in: 'query', type: 'string', pattern: ADDRESS }];
    const paths = { '/a': { get: { parameters, responses: { 200: { description: 'ok' } } } } };
    const bytes = Buffer.from(JSON.stringify({ swagger: '2.0', info: { title: 'a', version: '1' }, paths }));
    const { byRule } = await lintSpec(bytes, { rules: {} });
    expect(byRule).toMatchObject({ 'gatehouse/quick-patterns': 1 });
  });
});
