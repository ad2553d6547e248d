import { ApiProblem } from '../../api-client/api-problem.js';
import * as dto from '../../samples/publisher.dto.js';
import { publishReviewView } from './publish-review.view.js';

const { service, version, draft, environments, free } = dto;
const none = { items: [], nextCursor: null };
const data = { service, plans: [free], environments, choices: undefined, operations: none, subscriptions: none };

describe('the review of a version', () => {
  it('names what is missing, each with the place to put it in', () => {
    expect(publishReviewView({ ...data, version: draft }).blockers.map(({ href }) => href)).toEqual([
      '/publish/orders/v3/edit#document',
      '/publish/orders/v3/edit#upstreamUrl',
    ]);
    const complete = { ...draft, spec: version.spec, upstreamUrl: 'http://x' };
    expect(publishReviewView({ ...data, version: complete }).blockers).toEqual([]);
  });

  it('says before publishing where it will run and what an absent gateway means', () => {
    const { gateways } = publishReviewView({ ...data, version: draft });
    expect(gateways.map(({ name, state }) => [name, state])).toEqual([
      ['Frankfurt', 'reachable'],
      ['Dublin', 'unreachable'],
      ['Oslo', 'unknown'],
    ]);
  });

  it('goes only to the gateways that were chosen', () => {
    const { gateways, deploy } = publishReviewView({ ...data, choices: dto.choices, version: draft });
    expect(gateways.map(({ name }) => name)).toEqual(['Frankfurt', 'Dublin']);
    expect(deploy?.options.map(({ name, ticked, closed }) => [name, ticked, closed])).toEqual([
      ['Frankfurt', true, false],
      ['Dublin', true, false],
      ['Oslo', false, true],
    ]);
  });

  it('keeps a choice that was refused as it was made, with the reason', () => {
    const problem = new ApiProblem(422, 'version.not_enforceable', 'Oslo cannot do that.', [], 'r1');
    const choice = { everywhere: false, gatewayIds: ['g3'], problem };
    const { deploy } = publishReviewView({ ...data, choices: dto.choices, version }, { choice });
    expect(deploy).toMatchObject({ open: true, everywhere: false, error: 'Oslo cannot do that.' });
    expect(deploy?.options.filter(({ ticked }) => ticked).map(({ id }) => id)).toEqual(['g3']);
  });

  it('lets nobody choose the gateways of what is retired', () => {
    const retired = { ...version, state: 'retired' as const };
    expect(publishReviewView({ ...data, choices: dto.choices, version: retired }).deploy).toBeUndefined();
  });

  it('shows after publishing what each gateway says, in its own words, and looks again until all have confirmed', () => {
    const view = publishReviewView({ ...data, version });
    expect(view.gateways).toContainEqual(
      expect.objectContaining({
        name: 'Oslo',
        state: 'stuck',
        words: 'schema violation (paths: should start with: /)',
      }),
    );
    expect(view.pendingHref).toBe('/publish/orders/v2/review');
    const settled = { ...version, deployments: version.deployments.slice(0, 1) };
    expect(publishReviewView({ ...data, version: settled }).pendingHref).toBeUndefined();
  });

  it.each([
    ['draft', ['remove']],
    ['published', ['deprecate']],
    ['deprecated', ['undeprecate', 'retire']],
    ['retired', []],
  ] as const)('offers from %s only the steps that the rules allow', (state, steps) => {
    const { moves } = publishReviewView({ ...data, version: { ...version, state } });
    const offered = Object.entries(moves ?? {}).filter(([, step]) => step !== undefined);
    expect(offered.map(([step]) => step)).toEqual(steps);
  });

  it('offers no step and no button to who only looks', () => {
    const view = publishReviewView({ ...data, version: { ...draft, editable: false } });
    expect([view.moves, view.publishAction, view.action]).toEqual([undefined, undefined, undefined]);
  });

  it('calls a retired version removed where the gateway has confirmed it', () => {
    const view = publishReviewView({ ...data, version: { ...version, state: 'retired' } });
    expect(view.gateways.map(({ state }) => state)).toEqual(['removed', 'removing', 'not-removed']);
  });
});
