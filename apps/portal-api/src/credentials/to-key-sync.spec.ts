import { UNTOLD_ERROR } from '../gateway-sync/to-sync-status.js';
import { type KeySyncRow, toKeySync } from './to-key-sync.js';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const row: KeySyncRow = {
  credentialId: 'c',
  gatewayId: 'g',
  gatewayName: 'Gateway',
  environment: 'live',
  gatewayReachable: true,
  nodes: [],
  wished: 2,
  wishedAt: at(1),
  applied: 1,
  appliedAt: at(0),
  watermark: 0,
  confirmedAt: null,
  failedAt: null,
  retryAt: null,
  error: null,
  takenAt: null,
  droppedAt: null,
  liveAt: null,
  removedAt: null,
  askedAgainAt: null,
  answers: [],
  isTheirsToo: false,
};
const failed = { failedAt: at(2), error: 'no', retryAt: at(3) };
const live = { takenAt: at(0), liveAt: at(0) };
const removed = { droppedAt: at(2), removedAt: at(3) };

describe('one key on one gateway', () => {
  it.each([
    ['waits', 'pending', row, true],
    ['waits although the rest of its application is there', 'pending', { ...row, applied: 2 }, true],
    ['was not taken', 'failed', { ...row, ...failed }, true],
    ['was taken', 'taken', { ...row, applied: 2, takenAt: at(0) }, true],
    ['was taken while something else failed', 'taken', { ...row, ...failed, takenAt: at(0) }, true],
    ['was seen to be let in', 'confirmed', { ...row, ...live }, true],
    ['stays so while something else of its application failed', 'confirmed', { ...row, ...failed, ...live }, true],
    ['is not yet removed although it was live', 'pending', { ...row, ...live }, false],
    ['could not be removed', 'failed', { ...row, ...failed, ...live }, false],
    ['was dropped', 'taken', { ...row, ...live, droppedAt: at(2) }, false],
    ['was seen to be refused', 'confirmed', { ...row, ...live, ...removed }, false],
    ['is refused by ours and let in by theirs', 'taken', { ...row, ...live, ...removed, isTheirsToo: true }, false],
  ])('%s: %s', (_, state, found, isActive) => {
    const shown = toKeySync(found, isActive, true);
    expect(shown.state).toBe(state);
    expect(shown.error).toBe(state === 'failed' ? 'no' : null);
    expect(shown.confirmedAt === null).toBe(state !== 'confirmed');
    expect(shown.takenAt === null).toBe(state === 'pending' || state === 'failed');
  });

  const answer = (url: string, outcome: 'accepted' | 'refused') => ({ url, outcome, message: null, at: '' });
  const node = (url: string, reachable: boolean | null) => ({ url, reachable, watermark: 0, againAt: null });
  const nodes = [node('a', true), node('b', true), node('c', false)];

  it('is counted on the nodes that showed it; those that are away are told apart', () => {
    const answers = [answer('a', 'accepted'), answer('b', 'refused'), answer('gone', 'accepted')];
    const shown = toKeySync({ ...row, takenAt: at(0), nodes, answers }, true, true);
    expect(shown).toMatchObject({ state: 'taken', nodes: { total: 3, confirmed: 1, unreachable: 1 } });
  });

  it('that was taken is tried again when its nodes are asked, and is not when it was seen', () => {
    const taken = { ...row, takenAt: at(0), askedAgainAt: at(5), nodes };
    expect(toKeySync(taken, true, true).retryAt).toBe(at(5).toISOString());
    const away = [{ ...node('c', false), againAt: at(7).toISOString() }];
    expect(toKeySync({ ...taken, nodes: away }, true, true).retryAt).toBe(at(7).toISOString());
    expect(toKeySync({ ...taken, liveAt: at(1) }, true, true).retryAt).toBeNull();
    expect(toKeySync({ ...taken, takenAt: null }, true, true).retryAt).toBeNull();
  });

  it('does not count what the nodes did before the gateway dropped it', () => {
    const shown = toKeySync({ ...row, ...live, nodes, answers: [answer('a', 'refused')] }, false, true);
    expect(shown).toMatchObject({ state: 'pending', nodes: { confirmed: 0 } });
  });

  it.each([
    ['is there and lets it in', true, 'accepted', 'taken', null],
    ['is there and refuses it', true, 'refused', 'confirmed', at(3).toISOString()],
    ['is away', false, 'accepted', 'confirmed', at(3).toISOString()],
    ['was never asked', null, 'accepted', 'confirmed', at(3).toISOString()],
  ] as const)('that was removed is so no more while a node %s', (_, reachable, outcome, state, removedAt) => {
    const found = { ...row, ...live, ...removed, nodes: [node('a', true), node('b', reachable)] };
    const shown = toKeySync({ ...found, answers: [answer('a', 'refused'), answer('b', outcome)] }, false, true);
    expect(shown).toMatchObject({ state, removedAt, confirmedAt: removedAt });
  });

  it('is not explained in the words of the gateway to those who do not run it', () => {
    const words = { ...failed, error: 'connect ECONNREFUSED 10.1.2.3:8001' };
    expect(toKeySync({ ...row, ...words }, true, false).error).toBe(UNTOLD_ERROR);
  });
});
