import * as dto from '../../samples/document.dto.js';
import { service, version } from '../../samples/publisher.dto.js';
import { changesView, type ChangesData, type ChangesFilter } from './changes.view.js';
import { pinned, revisionChoices, usualComparison } from './revision-choices.js';

const v1 = { ...version, name: 'v1', state: 'deprecated' as const, revisions: version.revisions.slice(1) };
const v3 = { ...version, name: 'v3', state: 'draft' as const };
const choices = revisionChoices([v1, version, v3]);

describe('the documents of a service', () => {
  it('are listed from the newest on, and those that are in force are known', () => {
    expect(choices.map(({ ref, isInForce }) => [ref, isInForce])).toEqual([
      ['v3@2', true],
      ['v3@1', false],
      ['v2@2', true],
      ['v2@1', false],
      ['v1@1', true],
    ]);
  });

  it('are compared from the newest that can be called to the one before it, when nothing is asked for', () => {
    expect(usualComparison(choices, [v1, version, v3])).toEqual({ from: 'v2@1', to: 'v2@2' });
    expect(usualComparison(choices, [v1, version, v3], 'v3@1')).toEqual({ from: 'v2@2', to: 'v3@1' });
    const first = revisionChoices([v1]);
    expect(usualComparison(first, [v1])).toBeUndefined();
    const draftsOnly = revisionChoices([v3]);
    expect(usualComparison(draftsOnly, [v3])).toEqual({ from: 'v3@1', to: 'v3@2' });
  });

  it('stand for the one in force where only a version is named', () => {
    expect([pinned(choices, 'v2'), pinned(choices, 'v2@1'), pinned(choices, 'v9')]).toEqual(['v2@2', 'v2@1', 'v9']);
  });
});

describe('what changed', () => {
  const filter: ChangesFilter = {
    from: 'v1@1',
    to: 'v2@2',
    class: undefined,
    rule: '',
    query: '',
    mine: false,
    cursor: '',
  };
  const data: ChangesData = {
    service,
    choices,
    filter,
    comparison: dto.comparison,
    refusal: undefined,
    isSignedIn: true,
  };
  const none = { ...dto.comparison, items: [], nextCursor: null };

  it('keeps the filter over pages, the file and the way back', () => {
    const asked = { ...filter, class: 'breaking' as const, query: 'limit', mine: true, cursor: 'c1' };
    const view = changesView({ ...data, filter: asked });
    const kept = 'from=v1%402&to=v2%402&class=breaking&query=limit&mine=true';
    expect(view).toMatchObject({
      csvHref: `/services/orders/changes/csv?${kept}`,
      clearHref: '/services/orders/changes?from=v1%402&to=v2%402',
      pager: {
        firstHref: `/services/orders/changes?${kept}`,
        nextHref: `/services/orders/changes?${kept}&cursor=more`,
      },
    });
  });

  it('has for each change an address that names the revisions and its rule', () => {
    const [group] = changesView({ ...data, filter: { ...filter, from: 'v1', to: 'v2', query: 'x' } }).groups;
    expect(group?.changes[0]?.permalink).toMatch(
      /^\/services\/orders\/changes\?from=v1%402&to=v2%402&rule=request-parameter-became-required#change-[0-9a-f]{12}$/,
    );
  });

  it.each([
    ['the same document twice', { from: 'v2@2' }, 0, 'This is one and the same document'],
    ['nothing changed', {}, 0, 'Nothing changed'],
    ['nothing fits', { query: 'zebra' }, 1, 'No change fits'],
    ['nothing of mine', { mine: true }, 1, 'Nothing that your applications call'],
  ] as const)('says in words that there is nothing to show: %s', (_what, asked, breaking, title) => {
    const from = 'from' in asked ? dto.comparison.to : dto.comparison.from;
    const comparison = { ...none, from, counts: { breaking, dangerous: 0, safe: 0 } };
    expect(changesView({ ...data, filter: { ...filter, ...asked }, comparison }).empty?.title).toBe(title);
  });

  it('still offers a document that is too old to be listed, when it is asked for', () => {
    const { froms, tos } = changesView({ ...data, filter: { ...filter, from: 'v1@0' } });
    expect([froms.at(-1)?.value, tos.at(-1)?.value]).toEqual(['v1@0', 'v1@1']);
  });

  it('shows why there is no comparison', () => {
    const refusal = { title: 'There is no such document', text: 'Choose another.' };
    expect(changesView({ ...data, comparison: undefined, refusal }).empty).toEqual(refusal);
  });
});
