import { parse, stringify } from 'yaml';
import { splitConfig } from './split-config.js';

const tag = 'gatehouse-5f3759df';
const id = (digit: number) => `${digit}`.repeat(8) + '-1111-4111-8111-111111111111';

/** As Kong writes: members in no order, lists no deeper than their name. */
const kongs = [
  '_transform: false',
  "_format_version: '3.0'",
  'consumers:',
  `- id: ${id(1)}`,
  '  tags:',
  '  - gatehouse',
  `  - ${tag}`,
  '  - gatehouse-scope:application:x',
  '  username: ours',
  '- tags: ~',
  `  id: ${id(2)}`,
  'plugins:',
  '- tags:',
  `  - '${tag}'`,
  '  config:',
  '    access:',
  '    - |-',
  '      local a = 1',
  '',
  `- name: of-others`,
  '  config:',
  '    text: |-',
  '      tags:',
  `      - ${tag}`,
  `      id: ${id(9)}`,
  `  id: ${id(4)}`,
  `  id: ${id(3)}`,
].join('\n');

describe('a configuration as Kong writes it', () => {
  it('is split into what is ours and what is not', () => {
    const text = kongs.replace(`\n- name: of-others`, `\n  id: ${id(3)}\n- name: of-others`);
    const { foreign, ours } = splitConfig(text, tag);
    expect([...ours.keys()]).toEqual([id(1), id(3)]);
    expect(parse(ours.get(id(1)) as string)).toMatchObject({ consumers: [{ username: 'ours' }] });
    expect(foreign).toBe(
      [
        '_transform: false',
        "_format_version: '3.0'",
        'consumers:',
        '- tags: ~',
        `  id: ${id(2)}`,
        'plugins:',
        '- name: of-others',
        '  config:',
        '    text: |-',
        '      tags:',
        `      - ${tag}`,
        `      id: ${id(9)}`,
        `  id: ${id(4)}`,
        `  id: ${id(3)}`,
      ].join('\n'),
    );
  });

  it('is recognised with deeper lists too', () => {
    const document = {
      consumers: [
        { id: id(1), tags: ['a', tag] },
        { id: id(2), tags: ['a'] },
      ],
      acls: [{ id: id(3), tags: [tag] }],
    };
    const { foreign, ours } = splitConfig(stringify(document), tag);
    expect([...ours.keys()]).toEqual([id(1), id(3)]);
    expect(parse(foreign)).toEqual({ consumers: [{ id: id(2), tags: ['a'] }], acls: null });
  });

  it.each([
    ['without an id', `consumers:\n- tags:\n  - ${tag}`],
    ['of another installation', `consumers:\n- id: ${id(1)}\n  tags:\n  - ${tag}0`],
    ['in one line', `consumers: [{id: ${id(1)}, tags: [${tag}]}]`],
    ['with references', `consumers:\n- &a\n  id: ${id(1)}\n  tags:\n  - ${tag}\n- *a`],
    ['as JSON', JSON.stringify({ consumers: [{ id: id(1), tags: [tag] }] }, null, 2)],
    ['not at all', ''],
  ])('is left as it is where an entity is written %s', (_how, text) => {
    expect(splitConfig(text, tag)).toEqual({ foreign: text, ours: new Map() });
  });
});
