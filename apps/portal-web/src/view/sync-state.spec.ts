import type { SyncStatusDto } from '#contract';
import { gatewayWords, isSettled, planStateView, syncStateView, type SyncSubject } from './sync-state.js';

const at = '2026-11-21T16:22:00Z';
const status = (state: SyncStatusDto['state'], nodes = '0/3', over: Partial<SyncStatusDto> = {}): SyncStatusDto => {
  const [confirmed = 0, total = 0, unreachable = 0] = nodes.split('/').map(Number);
  return {
    gatewayId: 'g1',
    gatewayName: 'Kong, Frankfurt',
    environment: 'live',
    state,
    wishedAt: at,
    takenAt: state === 'taken' || state === 'confirmed' ? at : null,
    confirmedAt: state === 'confirmed' ? at : null,
    nodes: { total, confirmed, unreachable },
    gatewayReachable: true,
    error: null,
    retryAt: null,
    ...over,
  };
};
const away = { gatewayReachable: false };

const wanted: [SyncStatusDto, string, string | undefined][] = [
  [status('pending'), 'not-yet', undefined],
  [status('pending', '0/3', away), 'not-yet', 'The gateway does not answer. It gets this as soon as it does.'],
  [status('taken'), 'checking', 'On the gateway, being checked.'],
  [status('taken', '2/3'), 'checking', 'Live on 2 of 3 nodes.'],
  [status('confirmed', '1/1'), 'live', undefined],
  [status('confirmed', '3/3'), 'live', 'Live on all 3 nodes.'],
  [status('confirmed', '2/3/1'), 'live', 'Live on 2 of 3 nodes; 1 does not answer.'],
  [status('failed'), 'stuck', 'The gateway has not taken it.'],
];
const gone: [SyncSubject, SyncStatusDto, string, string | undefined][] = [
  ['key', status('pending'), 'removing', 'Not yet taken off.'],
  [
    'key',
    status('pending', '0/3', away),
    'removing',
    'The gateway does not answer. Until it does, calls may still pass there.',
  ],
  ['key', status('taken'), 'removing', 'Taken off, being checked.'],
  ['key', status('taken', '2/3'), 'removing', 'Taken off, still let in by 1 of 3 nodes.'],
  ['key', status('taken', '1/3/1'), 'removing', 'Taken off, still let in by 1 of 3 nodes.'],
  ['key', status('confirmed', '1/1'), 'refused', undefined],
  ['key', status('confirmed', '3/3'), 'refused', 'Refused everywhere.'],
  ['key', status('confirmed', '1/3/2'), 'refused', 'Refused by 1 of 3 nodes; 2 do not answer.'],
  ['key', status('failed'), 'not-removed', 'Not yet taken off.'],
  ['version', status('taken', '2/3'), 'removing', 'Taken off, still served by 1 of 3 nodes.'],
  ['version', status('confirmed', '3/3'), 'removed', 'Gone everywhere.'],
];

describe('how a wish stands on a gateway', () => {
  it.each(wanted)('is said no better than it is (%#)', (given, state, sentence) => {
    expect(syncStateView(given, 'key', true)).toMatchObject({ state, sentence });
  });

  it.each(gone)('of a %s that should be gone is said no better than it is (%#)', (subject, given, state, sentence) => {
    expect(syncStateView(given, subject, false)).toMatchObject({ state, sentence });
  });

  it('names only the moments that have come', () => {
    const words = (given: SyncStatusDto, isWanted: boolean) =>
      syncStateView(given, 'key', isWanted).moments.map(({ word }) => word);
    expect(words(status('pending'), true)).toEqual(['wished']);
    expect(words(status('taken'), true)).toEqual(['wished', 'on the gateway']);
    expect(words(status('confirmed'), false)).toEqual(['wished', 'taken off', 'refused']);
  });

  it('does not call an older proof one of this wish', () => {
    expect(syncStateView(status('taken', '0/3', { confirmedAt: at }), 'version', true).seenAt).toBeNull();
  });
});

it('says the same words of a gateway about many objects once', () => {
  expect(gatewayWords('no; no; never')).toBe('no; never');
});

it('has something to wait for until everything was seen on the nodes', () => {
  expect([isSettled([status('confirmed')]), isSettled([status('confirmed'), status('taken')])]).toEqual([true, false]);
});

it.each([
  [[40, 0, 0], 'live', undefined],
  [[40, 0, 3], 'checking', 'Of 40 subscriptions, 3 on the gateway, being checked.'],
  [[1_000, 12, 1], 'not-yet', 'Of the first 1,000 subscriptions, 12 wait, 1 on the gateway, being checked.'],
] as const)('says of a plan for how many its limits are open: %j', ([total, pending, taken], state, sentence) => {
  const given = { gatewayId: 'g1', gatewayName: 'Oslo', environment: 'live', total, pending, taken };
  expect(planStateView(given)).toEqual({ name: 'Oslo', state, sentence });
});
