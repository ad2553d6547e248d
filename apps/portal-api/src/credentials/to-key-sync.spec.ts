import { type KeySyncRow, toKeySync } from './to-key-sync.js';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const row: KeySyncRow = {
  credentialId: 'c',
  gatewayId: 'g',
  gatewayName: 'Gateway',
  environment: 'live',
  wished: 2,
  wishedAt: at(1),
  applied: 1,
  appliedAt: at(0),
  failedAt: null,
  retryAt: null,
  error: null,
  liveAt: null,
  removedAt: null,
};
const failed = { failedAt: at(2), error: 'no', retryAt: at(3) };

describe('one key on one gateway', () => {
  it.each([
    ['waits', 'pending', row, true],
    ['was refused', 'failed', { ...row, ...failed }, true],
    ['is confirmed with its scope', 'confirmed', { ...row, ...failed, applied: 2 }, true],
    ['stays confirmed while something else of its application waits', 'confirmed', { ...row, liveAt: at(0) }, true],
    ['stays confirmed while something else failed', 'confirmed', { ...row, ...failed, liveAt: at(0) }, true],
    ['is not yet removed although it was live', 'pending', { ...row, liveAt: at(0) }, false],
    ['could not be removed', 'failed', { ...row, ...failed, liveAt: at(0) }, false],
    ['is removed', 'confirmed', { ...row, liveAt: at(0), removedAt: at(2) }, false],
  ])('%s: %s', (_, state, found, isActive) => {
    const shown = toKeySync(found, isActive);
    expect(shown.state).toBe(state);
    expect(shown.error).toBe(state === 'failed' ? 'no' : null);
    expect(shown.confirmedAt === null).toBe(state !== 'confirmed');
  });
});
