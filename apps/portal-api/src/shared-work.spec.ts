import { SharedWork } from './shared-work.js';

it('does once what is asked for at the same time, and again what is asked for later', async () => {
  const work = new SharedWork<number>();
  let times = 0;
  let end = (): void => undefined;
  const once = async (): Promise<number> => {
    await new Promise<void>((resolve) => (end = resolve));
    return ++times;
  };
  const both = Promise.all([work.run('a', once), work.run('a', once)]);
  expect([work.isRunning('a'), work.isRunning('b')]).toEqual([true, false]);
  end();
  expect(await both).toEqual([1, 1]);
  expect(work.isRunning('a')).toBe(false);
  const later = work.run('a', once);
  end();
  expect(await later).toBe(2);
});

it('lets everybody who waits know that it failed, and then tries anew', async () => {
  const work = new SharedWork<string>();
  const fails = (): Promise<string> => Promise.reject(new Error('broken'));
  const both = await Promise.allSettled([work.run('a', fails), work.run('a', fails)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await work.run('a', () => Promise.resolve('mended'))).toBe('mended');
});
