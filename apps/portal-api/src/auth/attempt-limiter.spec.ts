import { Fault } from '#domain';
import { AttemptLimiter, MAX_LIMITED_KEYS, networkOf } from './attempt-limiter.js';

const clock = { nowMs: 1_000_000, now: () => new Date(clock.nowMs) };
const limiter = () => new AttemptLimiter(clock, { attempts: 2, windowMs: 10_000 });

function refusal(work: () => void): Fault | null {
  try {
    work();
    return null;
  } catch (error) {
    return error as Fault;
  }
}

it('refuses the attempt beyond the limit and says when the next one is let through', () => {
  const attempts = limiter();
  attempts.take('a');
  clock.nowMs += 4_000;
  attempts.take('a');
  const fault = refusal(() => attempts.take('a'));
  expect(fault?.code).toBe('request.too_many');
  expect(fault?.options.retryAfterSeconds).toBe(6);
  clock.nowMs += 6_000;
  expect(refusal(() => attempts.take('a'))).toBeNull();
  expect(refusal(() => attempts.take('a'))?.options.retryAfterSeconds).toBe(4);
});

it('counts every key by itself, and not what was given back', () => {
  const attempts = limiter();
  attempts.take('a');
  attempts.take('a');
  expect(refusal(() => attempts.take('b'))).toBeNull();
  attempts.giveBack('a');
  expect(refusal(() => attempts.take('a'))).toBeNull();
  expect(refusal(() => attempts.take('a'))?.code).toBe('request.too_many');
});

it('forgets the key that was used longest ago when there are too many', () => {
  const attempts = limiter();
  for (const key of ['first', 'first', 'second', 'second']) attempts.take(key);
  for (let count = 2; count <= MAX_LIMITED_KEYS; count++) attempts.take(`key ${count}`);
  expect(refusal(() => attempts.take('second'))?.code).toBe('request.too_many');
  expect(refusal(() => attempts.take('first'))).toBeNull();
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('takes %s for the network %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
