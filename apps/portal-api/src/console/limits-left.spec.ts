import { limitsLeft } from './limits-left.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const limits = (headers: Record<string, string>) =>
  limitsLeft(
    Object.entries(headers).map(([name, value]) => ({ name, value })),
    NOW,
  );

it.each<[string, Record<string, string>, ReturnType<typeof limitsLeft>]>([
  ['nothing where nothing is said', { 'content-type': 'text/plain', 'ratelimit-limit': '5' }, []],
  [
    'what Kong says twice, once',
    {
      'RateLimit-Limit': '60',
      'RateLimit-Remaining': '59',
      'RateLimit-Reset': '33',
      'X-RateLimit-Limit-Minute': '60',
      'X-RateLimit-Remaining-Minute': '59',
      'X-RateLimit-Limit-Month': '10000',
      'X-RateLimit-Remaining-Month': '9999',
    },
    [
      { window: 'minute', limit: 60, remaining: 59, resetSeconds: 33 },
      { window: 'month', limit: 10_000, remaining: 9_999, resetSeconds: null },
    ],
  ],
  [
    'a reset that is a time as seconds from now',
    {
      'x-rate-limit-limit': '10',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': String(NOW.getTime() / 1000 + 7),
    },
    [{ window: null, limit: 10, remaining: 0, resetSeconds: 7 }],
  ],
  [
    'the number before what a policy adds to it',
    { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '50' },
    [{ window: null, limit: 100, remaining: 50, resetSeconds: null }],
  ],
  ['nothing of what is no number', { 'ratelimit-limit': 'many', 'ratelimit-remaining': '-1' }, []],
])('tells %s', (_name, headers, expected) => {
  expect(limits(headers)).toEqual(expected);
});
