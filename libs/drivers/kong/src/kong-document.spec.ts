import type { RemoteObject } from '#gateway';
import { documentText, readForeign, refusedObjects } from './kong-document.js';

const tag = 'gatehouse-5f3759df';
const resent = (yaml: string) => JSON.parse(documentText(readForeign(yaml, tag), [])) as Record<string, unknown>;

describe('the configuration of a Kong without a database', () => {
  it('is sent back as it was read, but for what is ours', () => {
    const yaml = [
      "_format_version: '3.0'",
      '_transform: false',
      'basicauth_credentials:',
      '- id: b',
      "  password: '0e12'",
      '  consumer: c',
      'of_a_plugin_that_we_do_not_know:',
      '- id: x',
      '  at: 1e+15',
      '  day: 2020-01-01',
      '  code: 0o17',
      "  on: 'yes'",
      '  off: ~',
      '  ratio: 0.5',
      '  is: true',
      'services:',
      '- id: s1',
      `  tags: [other, ${tag}]`,
      '- id: s2',
      '  tags:',
      '  - gatehouse-00000000',
    ].join('\n');
    expect(resent(yaml)).toEqual({
      _format_version: '3.0',
      _transform: false,
      basicauth_credentials: [{ id: 'b', password: '0e12', consumer: 'c' }],
      of_a_plugin_that_we_do_not_know: [
        { id: 'x', at: 1e15, day: '2020-01-01', code: '0o17', on: 'yes', off: null, ratio: 0.5, is: true },
      ],
      services: [{ id: 's2', tags: ['gatehouse-00000000'] }],
    });
  });

  it('is one of our own where there was none', () => {
    expect(resent('')).toEqual({ _format_version: '3.0', _transform: false });
  });

  it.each([
    ['no YAML', 'a: [1'],
    ['a text', 'hello'],
    ['a list that is none', 'services: 5'],
    ['a list of texts', 'services: [a]'],
    [
      'more aliases than anybody writes',
      `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nservices: [${'*b,'.repeat(50)}]`,
    ],
  ])('is not written over when it is %s', (_what, yaml) => {
    expect(() => readForeign(yaml, tag)).toThrow(expect.objectContaining({ kind: 'refused' }));
  });
});

describe('a refusal of the configuration', () => {
  const ours: RemoteObject = { kind: 'key-auths', id: 'k', subjectId: null, parentId: null, needs: [], body: {} };
  const error = (entity_type: string, entity: Record<string, unknown>, message: string) => ({
    entity_type,
    entity_id: entity.id,
    entity,
    errors: [{ type: 'field', field: 'key', message }],
  });
  const ofOurs = error('keyauth_credential', { id: 'k', key: 'digest-1' }, 'digest-1 is taken');
  const ofTheirs = error('consumer', { id: 'c' }, 'bad');

  it('names our objects in our words for their kinds, and no key', () => {
    expect(refusedObjects({ flattened_errors: [ofTheirs, ofOurs] }, [ours])).toEqual([
      { kind: 'key-auths', id: 'k', message: 'key: … is taken' },
    ]);
  });

  it.each([
    ['what others have', { flattened_errors: [ofTheirs] }, /whole configuration\. consumers c: key: bad$/],
    ['nothing by name', { flattened_errors: [] }, /does not say why/],
    ['nothing in the way that we know', 'no', /does not say why/],
  ])('is one of the whole when it names %s', (_what, answer, message) => {
    expect(() => refusedObjects(answer, [ours])).toThrow(
      expect.objectContaining({ kind: 'refused', status: 400, message: expect.stringMatching(message) }),
    );
  });
});
