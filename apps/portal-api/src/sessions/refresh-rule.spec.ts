import { judgeRefresh, REUSE_GRACE_MS } from './refresh-rule.js';

const now = new Date('2026-05-01T12:00:00Z');
const at = (offsetMs: number) => new Date(now.getTime() + offsetMs);
const fresh = { expiresAt: at(1), usedAt: null, sessionEndedAt: null, userDisabledAt: null };

it.each([
  ['a fresh token', fresh, 'rotate'],
  ['an unknown token', null, 'ended'],
  ['a token at its expiry', { ...fresh, expiresAt: now }, 'ended'],
  ['a token of an ended session', { ...fresh, sessionEndedAt: at(-1) }, 'ended'],
  ['a token of a disabled user', { ...fresh, userDisabledAt: at(-1) }, 'ended'],
  ['a token used just now', { ...fresh, usedAt: now }, 'sibling'],
  ['a token at the end of the grace', { ...fresh, usedAt: at(-REUSE_GRACE_MS) }, 'sibling'],
  ['a token past the grace', { ...fresh, usedAt: at(-REUSE_GRACE_MS - 1) }, 'reused'],
  ['an expired token past the grace', { ...fresh, expiresAt: at(-1), usedAt: at(-REUSE_GRACE_MS - 1) }, 'reused'],
  ['a used token of an ended session', { ...fresh, usedAt: at(-60_000), sessionEndedAt: at(-1) }, 'ended'],
])('judges %s', (_, token, verdict) => {
  expect(judgeRefresh(token, now)).toBe(verdict);
});
