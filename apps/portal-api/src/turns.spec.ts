import { Fault } from '#domain';
import { waitUntil } from '#testing';
import { Turns } from './turns.js';

const tooMany = (): Fault => new Fault('request.too_many', 'Too many wait.');

/** Works that end when they are told to, and in which order they began. */
function working(turns: Turns) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (nth: number, signal?: AbortSignal) =>
    turns.run(() => {
      begun.push(nth);
      return new Promise<void>((resolve) => (ends[nth] = resolve));
    }, signal);
  const end = async (nth: number, next?: number): Promise<void> => {
    ends[nth]!();
    if (next !== undefined) await waitUntil(`the work ${next} to begin`, () => begun.includes(next));
  };
  return { begun, work, end };
}

it('lets a few work at a time, in the order in which they came, and refuses where too many wait', async () => {
  const { begun, work, end } = working(new Turns(2, 2, tooMany));
  const all = [0, 1, 2, 3].map((nth) => work(nth));
  await expect(work(4)).rejects.toMatchObject({ code: 'request.too_many', message: 'Too many wait.' });
  expect(begun).toEqual([0, 1]);
  await end(1, 2);
  await end(0, 3);
  expect(begun).toEqual([0, 1, 2, 3]);
  await end(2);
  await end(3);
  await Promise.all(all);
});

it('gives the turn of one that failed to the next', async () => {
  const turns = new Turns(1, 1, tooMany);
  const fails = turns.run(() => Promise.reject(new Error('broken')));
  const next = turns.run(() => Promise.resolve('here'));
  await expect(fails).rejects.toThrow('broken');
  expect(await next).toBe('here');
  expect(await turns.run(() => Promise.resolve('again'))).toBe('again');
});

it('lets whoever does not want to wait any longer leave the line, and gives the place to another', async () => {
  const { begun, work, end } = working(new Turns(1, 2, tooMany));
  const gone = new AbortController();
  const reason = new Error('gone');
  const first = work(0);
  const left = work(1, gone.signal);
  const second = work(2);
  gone.abort(reason);
  await expect(left).rejects.toBe(reason);
  const last = work(3);
  await end(0, 2);
  await end(2, 3);
  await end(3);
  await Promise.all([first, second, last]);
  expect(begun).toEqual([0, 2, 3]);
  await expect(work(4, gone.signal)).rejects.toBe(reason);
});

it('leaves the turn to whoever has it when the signal comes later', async () => {
  const { begun, work, end } = working(new Turns(1, 1, tooMany));
  const gone = new AbortController();
  const first = work(0);
  const second = work(1, gone.signal);
  await end(0, 1);
  gone.abort();
  const third = work(2);
  expect(begun).toEqual([0, 1]);
  await end(1, 2);
  await end(2);
  await Promise.all([first, second, third]);
});
