import type { JsonValue, ReferenceContentDto, ReferenceOperationDto, ReferenceParameterDto } from '#contract';
import { operation as sample } from '../../samples/reference.dto.js';
import type { Form } from '../shared/form.js';
import { consoleFields } from './console-fields.js';
import { ConsoleSchemas } from './console-schema.js';
import { readTyped } from './console-typed.js';
import { valuesOfCall } from './values-of-call.js';

function parameter(over: Partial<ReferenceParameterDto>): ReferenceParameterDto {
  const nothing = { required: false, deprecated: false, description: '', schema: null, example: null };
  return { in: 'query', name: 'p', ...nothing, ...over };
}

function fieldsOf(
  parameters: ReferenceParameterDto[],
  contents: ReferenceContentDto[] = [],
  components: Record<string, JsonValue> = {},
) {
  const requestBody = { description: '', required: true, contents };
  const definition = { ...sample.definition, parameters, requestBody };
  const operation: ReferenceOperationDto = { ...sample, method: 'POST', definition, components };
  return consoleFields(operation, new ConsoleSchemas(components));
}

const content = (mediaType: string, schema: JsonValue, text: string | null = null): ReferenceContentDto => ({
  mediaType,
  schema,
  samples: text === null ? [] : [{ name: null, summary: '', description: '', text, made: false }],
});

describe('a field', () => {
  it.each<[string, Partial<ReferenceParameterDto>, object]>([
    ['an enumeration', { schema: { enum: ['a', 'b'] } }, { kind: 'select', options: ['a', 'b'], initial: '' }],
    ['a boolean', { schema: { type: 'boolean' } }, { kind: 'select', options: ['true', 'false'] }],
    ['a list', { schema: { type: 'array', items: { type: 'string' } } }, { kind: 'lines' }],
    ['an object', { schema: { type: 'object', properties: { a: {} } } }, { kind: 'json' }],
    ['a nullable number', { schema: { type: ['null', 'integer'], example: 7 } }, { kind: 'text', placeholder: '7' }],
    [
      'a secret',
      { in: 'header', name: 'Authorization', required: true, example: 'x' },
      { kind: 'secret', initial: '' },
    ],
    ['what is needed', { required: true, schema: { type: 'integer', minimum: 3 } }, { initial: '3' }],
    ['its own example', { required: true, example: 'own', schema: { default: 'other' } }, { initial: 'own' }],
    ['a reference', { required: true, schema: { $ref: '#/s' } }, { kind: 'select', initial: 'x' }],
    ['a circle of references', { required: true, schema: { $ref: '#/circle' } }, { kind: 'text' }],
  ])('knows %s', (_name, given, expected) => {
    const components = { '#/s': { enum: ['x', 'y'] }, '#/circle': { $ref: '#/circle' } };
    expect(fieldsOf([parameter(given)], [], components).parameters[0]).toMatchObject(expected);
  });

  it.each(['client_credential', 'Cookie', 'jwt', 'passphrase', 'x-signature'])('hides what is typed as %s', (name) => {
    expect(fieldsOf([parameter({ name })]).parameters[0]).toMatchObject({ kind: 'secret' });
  });

  it('is none for the header of the key', () => {
    expect(fieldsOf([parameter({ in: 'header', name: 'ApiKey' })]).parameters).toEqual([]);
  });
});

describe('what was typed', () => {
  const list = { type: 'array', items: { type: 'string' } };
  const object = { type: 'object', properties: { a: {}, b: {} } };
  it.each<[string, Partial<ReferenceParameterDto>, string, [string, string][]]>([
    ['a text as it is', {}, ' a&b ', [['p', ' a&b ']]],
    ['nothing for nothing', {}, '', []],
    [
      'a list one by one',
      { schema: list },
      'a\r\nb\r\n',
      [
        ['p', 'a'],
        ['p', 'b'],
      ],
    ],
    ['a list in one', { schema: list, explode: false }, 'a\nb', [['p', 'a,b']]],
    ['a list with pipes', { schema: list, style: 'pipeDelimited', explode: false }, 'a\nb', [['p', 'a|b']]],
    ['a list in a header', { in: 'header', schema: list }, 'a\nb', [['p', 'a,b']]],
    [
      'an object by its names',
      { schema: object },
      '{"a":1,"b":"x"}',
      [
        ['a', '1'],
        ['b', 'x'],
      ],
    ],
    ['an object deep', { schema: object, style: 'deepObject' }, '{"a":1}', [['p[a]', '1']]],
    ['an object in one', { schema: object, explode: false }, '{"a":1,"b":2}', [['p', 'a,1,b,2']]],
    ['JSON as such', { schema: object, mediaType: 'application/json' }, '{"a":1}', [['p', '{"a":1}']]],
  ])('sends %s', (_name, given, value, sent) => {
    const fields = fieldsOf([parameter(given)]);
    const typed = readTyped({ [fields.parameters[0]!.key]: value }, fields);
    expect(typed.parameters.map(({ name, value: text }) => [name, text])).toEqual(sent);
    expect(typed.errors).toEqual({});
  });

  it('is refused beside its field where it cannot be sent, and kept', () => {
    const fields = fieldsOf([parameter({ in: 'path', name: 'id' }), parameter({ schema: object })]);
    const typed = readTyped({ 'path.id': '', 'query.p': '[1]' }, fields);
    expect(Object.keys(typed.errors)).toEqual(fields.parameters.map(({ id }) => id));
    expect(typed.values).toEqual({ 'path.id': '', 'query.p': '[1]' });
  });

  const file = { type: 'string', format: 'binary' };
  const properties = { title: { type: 'string' }, tags: list, meta: object, picture: file };
  const form = { type: 'object', properties };
  const upload = { fileName: 'a.png', mediaType: 'image/png', bytes: Buffer.from('x'), isCut: false };
  const filled: Form = {
    'body.0.title': 'T',
    'body.0.tags': 'a\nb',
    'body.0.meta': '{"a":1}',
    'body.0.picture': upload,
  };

  it('is a form with files', () => {
    const fields = fieldsOf([], [content('multipart/form-data', form)]);
    expect(readTyped(filled, fields).body).toEqual({
      mediaType: 'multipart/form-data',
      parts: [
        { name: 'title', value: 'T' },
        { name: 'tags', value: 'a' },
        { name: 'tags', value: 'b' },
        { name: 'meta', value: '{"a":1}', mediaType: 'application/json' },
        { name: 'picture', fileName: 'a.png', mediaType: 'image/png', base64: 'eA==' },
      ],
    });
  });

  it('is the body of the media type that was chosen', () => {
    const types = [
      content('application/json', object, '{"a":1}'),
      content('application/x-www-form-urlencoded', form),
      content('image/*', file),
    ];
    const fields = fieldsOf([], types);
    expect(fields.contents.map(({ kind }) => kind)).toEqual(['text', 'fields', 'file']);
    expect(fields.contents[0]!.whole!.initial).toBe('{"a":1}');
    const typed = { 'body.0': '{"a":\r\n2}', 'body.1.title': 'a&b', 'body.2': upload };
    const bodyOf = (chosen: string) => readTyped({ ...typed, content: chosen }, fields).body;
    expect(bodyOf('0')).toEqual({ mediaType: 'application/json', text: '{"a":\n2}' });
    expect(bodyOf('1')).toEqual({ mediaType: 'application/x-www-form-urlencoded', text: 'title=a%26b' });
    expect(bodyOf('2')).toEqual({ mediaType: 'image/png', base64: 'eA==' });
    expect(bodyOf('9')).toBeUndefined();
  });

  it('comes back from the history, without what was masked', () => {
    const fields = fieldsOf(
      [parameter({ schema: list }), parameter({ in: 'header', name: 'Authorization' })],
      [content('application/json', object)],
    );
    const call = {
      ...{ id: 'c', at: '', applicationId: 'a', environment: 'live', service: 's', version: 'v1', method: 'POST' },
      ...{ path: '/', status: 200, timeMs: 1, byteLength: 1 },
      typed: {
        parameters: [
          { in: 'query' as const, name: 'p', value: 'a' },
          { in: 'query' as const, name: 'p', value: 'b' },
          { in: 'header' as const, name: 'Authorization', value: '[masked]' },
        ],
        mediaType: 'application/json',
        text: '{"a":1}',
        parts: [],
      },
    };
    expect(valuesOfCall(call, fields)).toEqual({
      values: { 'query.p': 'a\nb', 'header.Authorization': '', 'body.0': '{"a":1}' },
      content: 0,
      application: 'a',
      environment: 'live',
    });
  });
});
