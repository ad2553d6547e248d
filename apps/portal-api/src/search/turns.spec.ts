import { waitUntil } from '#testing';
import { Turns } from './turns.js';

it('lets a few work at a time, in the order in which they came, and refuses where too many wait', async () => {
  const turns = new Turns(2, 2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (nth: number) =>
    turns.take(() => {
      begun.push(nth);
      return new Promise<void>((resolve) => (ends[nth] = resolve));
    });
  const working = [0, 1, 2, 3].map(work);
  await expect(work(4)).rejects.toMatchObject({ code: 'request.too_many' });
  expect(begun).toEqual([0, 1]);
  ends[1]!();
  await waitUntil('the third one to begin', () => begun.length === 3);
  ends[0]!();
  await waitUntil('the fourth one to begin', () => begun.length === 4);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]!();
  ends[3]!();
  await Promise.all(working);
});

it('gives the turn of one that failed to the next', async () => {
  const turns = new Turns(1, 1);
  const fails = turns.take(() => Promise.reject(new Error('broken')));
  const next = turns.take(() => Promise.resolve('here'));
  await expect(fails).rejects.toThrow('broken');
  expect(await next).toBe('here');
  expect(await turns.take(() => Promise.resolve('again'))).toBe('again');
});
