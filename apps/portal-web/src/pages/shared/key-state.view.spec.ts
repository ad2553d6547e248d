import type { CredentialSyncDto } from '#contract';
import { key, revokedKey } from '../../samples/dto.sample.js';
import { keyStateView } from './key-state.view.js';

const [settled] = key.gateways as [CredentialSyncDto];
const on = (over: Partial<CredentialSyncDto>): CredentialSyncDto => ({ ...settled, ...over });
const taken = on({ state: 'taken', confirmedAt: null, liveAt: null });
const away = { total: 3, confirmed: 2, unreachable: 1 };

describe('how far a key is', () => {
  it.each([
    ['no gateway', [], 'unknown', /opens nothing/],
    ['all confirmed', [settled], 'live', /^The gateway accepts the key\.$/],
    ['a node away', [on({ nodes: away })], 'live', /^Every node that answers accepts the key\.$/],
    ['taken, not yet seen on the nodes', [settled, taken], 'checking', /being checked/],
    ['not yet taken by one', [taken, on({ state: 'pending' })], 'not-yet', /on its way/],
    ['refused by one', [settled, on({ state: 'failed' })], 'stuck', /tried again/],
  ])('is said no better than it is: %s', (_case, gateways, state, sentence) => {
    const view = keyStateView({ ...key, gateways }, '/k');
    expect(view.state).toBe(state);
    expect(view.sentence).toMatch(sentence);
    expect(view.pendingHref).toBe(['live', 'unknown'].includes(state) ? undefined : '/k');
  });

  it.each([
    ['all confirmed', [settled], 'revoked', /Calls with it are refused\.$/],
    ['a node away', [on({ nodes: away })], 'revoked', /refused by every node that answers\.$/],
    ['taken off, not yet seen on the nodes', [settled, taken], 'removing', /may still pass/],
  ])('of a revoked key is said no better than it is: %s', (_case, gateways, state, sentence) => {
    const view = keyStateView({ ...revokedKey, gateways }, '/k');
    expect(view.state).toBe(state);
    expect(view.sentence).toMatch(sentence);
  });

  it('keeps the gateway’s own words from those who only call it', () => {
    const view = keyStateView({ ...key, gateways: [on({ state: 'failed', error: 'connect 10.0.4.2:8001' })] }, '/k');
    expect(JSON.stringify(view)).not.toContain('10.0.4.2');
  });
});
