import { BoundedCache } from './bounded-cache.js';

it('forgets what was used longest ago when it is full', () => {
  const cache = new BoundedCache<number>(2, 1_000);
  cache.set('a', 1, 0);
  cache.set('b', 2, 0);
  expect(cache.get('a', 0)).toBe(1);
  cache.set('c', 3, 0);
  expect([cache.get('a', 0), cache.get('b', 0), cache.get('c', 0)]).toEqual([1, undefined, 3]);
});

it('forgets what is too old', () => {
  const cache = new BoundedCache<number>(2, 1_000);
  cache.set('a', 1, 0);
  expect(cache.get('a', 999)).toBe(1);
  expect(cache.get('a', 1_000)).toBeUndefined();
});

it('holds no more than its bound after a million different keys', () => {
  const cache = new BoundedCache<null>(100, 1_000);
  for (let index = 0; index < 1_000_000; index++) cache.set(`key ${index}`, null, 0);
  expect(cache.size).toBe(100);
});
