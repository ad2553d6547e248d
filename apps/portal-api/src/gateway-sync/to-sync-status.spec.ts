import type { SyncStatusRow } from './sync-status.store.js';
import { seesGatewayWords, toSyncStatus, UNTOLD_ERROR } from './to-sync-status.js';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const node = (watermark: number, reachable: boolean | null = true) => ({
  url: `n${watermark}`,
  reachable,
  watermark,
  againAt: null as string | null,
});
const pushed: Omit<SyncStatusRow, 'scope'> = {
  gatewayId: 'g',
  gatewayName: 'Gateway',
  environment: 'live',
  gatewayReachable: true,
  nodes: [],
  wished: 2,
  wishedAt: at(1),
  applied: 2,
  appliedAt: at(2),
  watermark: 7,
  confirmedAt: at(3),
  failedAt: null,
  retryAt: null,
  error: null,
};
const waiting = { ...pushed, applied: 1, nodes: [node(9)] };

describe('a scope on a gateway', () => {
  it.each([
    ['nobody has pushed it', 'pending', waiting, 0],
    ['it was refused', 'failed', { ...waiting, failedAt: at(2), error: 'no' }, 0],
    ['no node shows its number', 'taken', { ...pushed, nodes: [node(6), node(5)] }, 0],
    ['one that is there does not', 'taken', { ...pushed, nodes: [node(7), node(6)] }, 1],
    ['all show it', 'confirmed', { ...pushed, nodes: [node(7), node(8)] }, 2],
    ['all that are there show it', 'confirmed', { ...pushed, nodes: [node(7), node(6, false)] }, 1],
    ['none is there, and none showed it', 'taken', { ...pushed, nodes: [node(6, false)] }, 0],
    ['none was asked', 'taken', { ...pushed, nodes: [node(0, null)] }, 0],
    ['one that showed it is away', 'confirmed', { ...pushed, nodes: [node(7, false)] }, 1],
    ['there are no nodes', 'confirmed', pushed, 0],
  ])('when %s: %s', (_, state, row, confirmed) => {
    const shown = toSyncStatus(row, true);
    expect(shown).toMatchObject({ state, nodes: { total: row.nodes.length, confirmed } });
    expect(shown.takenAt).toBe(state === 'taken' || state === 'confirmed' ? at(2).toISOString() : null);
    expect(shown.confirmedAt).toBe(state === 'confirmed' ? at(3).toISOString() : null);
  });

  it('counts as unreachable the nodes that are away and have not shown it', () => {
    const nodes = [node(7, false), node(6, false), node(6, null), node(8)];
    expect(toSyncStatus({ ...pushed, nodes }, true).nodes).toEqual({ total: 4, confirmed: 2, unreachable: 1 });
  });

  it('that was taken says when the first node is asked again that has not shown it', () => {
    const again = (watermark: number, minute: number) => ({ ...node(watermark), againAt: at(minute).toISOString() });
    const nodes = [again(7, 1), again(6, 5), again(5, 4), node(4)];
    expect(toSyncStatus({ ...pushed, nodes }, true)).toMatchObject({ state: 'taken', retryAt: at(4).toISOString() });
    expect(toSyncStatus({ ...pushed, nodes: [again(7, 1)] }, true)).toMatchObject({
      state: 'confirmed',
      retryAt: null,
    });
    expect(toSyncStatus({ ...waiting, nodes }, true)).toMatchObject({ state: 'pending', retryAt: null });
  });

  it('is confirmed when it was taken, if that is all that had to be shown again', () => {
    expect(toSyncStatus({ ...pushed, confirmedAt: at(0) }, true).confirmedAt).toBe(at(2).toISOString());
  });
});

describe("a gateway's own words", () => {
  const member = (teamId: string) =>
    ({ userId: 'u', platformRole: 'member', memberships: [{ teamId, teamKind: 'provider', role: 'member' }] }) as const;

  it('are for those who run gateways and those who may change the service', () => {
    expect(seesGatewayWords({ userId: 'a', platformRole: 'admin', memberships: [] })).toBe(true);
    expect(seesGatewayWords({ userId: 'a', platformRole: 'auditor', memberships: [] }, { teamId: 't' })).toBe(true);
    expect(seesGatewayWords(member('t'), { teamId: 't' })).toBe(true);
    expect(seesGatewayWords(member('other'), { teamId: 't' })).toBe(false);
    expect(seesGatewayWords(member('t'))).toBe(false);
    expect(seesGatewayWords('anonymous', { teamId: 't' })).toBe(false);
  });

  it('are replaced for everybody else', () => {
    const row = { ...waiting, failedAt: at(2), error: 'connect ECONNREFUSED 10.1.2.3:8001', retryAt: at(4) };
    expect(toSyncStatus(row, false)).toMatchObject({ error: UNTOLD_ERROR, retryAt: at(4).toISOString() });
    expect(toSyncStatus(row, true).error).toContain('10.1.2.3');
  });
});
