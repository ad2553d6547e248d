import { decideTransition, isLive, requireDeletable, VERSION_STATES, type VersionState } from './lifecycle.js';

const complete = { hasSpec: true, hasUpstream: true };
const allowed = ['draft>published', 'published>deprecated', 'deprecated>published', 'deprecated>retired'];
const pairs = VERSION_STATES.flatMap((from) => VERSION_STATES.map((to): [VersionState, VersionState] => [from, to]));

describe('decideTransition', () => {
  it.each(pairs)('from %s to %s', (from, to) => {
    const decide = (): VersionState => decideTransition(from, to, complete);
    if (allowed.includes(`${from}>${to}`)) expect(decide()).toBe(to);
    else expect(decide).toThrow(expect.objectContaining({ code: 'version.illegal_transition' }));
  });

  it('names the state in which the version is', () => {
    expect(() => decideTransition('retired', 'published', complete)).toThrow('This one is retired.');
    expect(() => decideTransition('published', 'published', complete)).toThrow('The version is published already.');
  });

  it('tells everything that is missing before publishing, at once', () => {
    expect(() => decideTransition('draft', 'published', { hasSpec: false, hasUpstream: false })).toThrow(
      expect.objectContaining({
        code: 'version.incomplete',
        options: {
          fields: [expect.objectContaining({ field: 'spec' }), expect.objectContaining({ field: 'upstreamUrl' })],
        },
      }),
    );
  });
});

it.each(VERSION_STATES)('lets only a draft be deleted: %s', (state) => {
  if (state === 'draft') expect(() => requireDeletable(state)).not.toThrow();
  else expect(() => requireDeletable(state)).toThrow(expect.objectContaining({ code: 'version.not_draft' }));
});

it('serves published and deprecated versions', () => {
  expect(VERSION_STATES.filter(isLive)).toEqual(['published', 'deprecated']);
});
