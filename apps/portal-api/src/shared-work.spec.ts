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

describe('whoever has gone', () => {
  /** Work that ends when its signal says so, or with `end`. */
  const begin = () => {
    let end = (_: string): void => undefined;
    const seen: AbortSignal[] = [];
    const work = (signal: AbortSignal): Promise<string> => {
      seen.push(signal);
      return new Promise<string>((resolve, reject) => {
        end = resolve;
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    return { work, seen, end: (result: string) => end(result) };
  };
  const reason = new Error('gone');

  it('waits no longer, and the others get what they wait for', async () => {
    const shared = new SharedWork<string>();
    const { work, seen, end } = begin();
    const gone = new AbortController();
    const leaving = shared.run('a', work, gone.signal);
    const staying = shared.run('a', work, new AbortController().signal);
    gone.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    expect(seen.map(({ aborted }) => aborted)).toEqual([false]);
    end('done');
    expect(await staying).toBe('done');
  });

  it('ends the work when nobody else waits, and whoever asks then has it begun anew', async () => {
    const shared = new SharedWork<string>();
    const { work, seen, end } = begin();
    const [one, other] = [new AbortController(), new AbortController()];
    const both = [shared.run('a', work, one.signal), shared.run('a', work, other.signal)];
    one.abort(reason);
    other.abort(reason);
    const anew = shared.run('a', work);
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(seen.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(shared.isRunning('a')).toBe(true);
    end('done');
    expect(await anew).toBe('done');
  });

  it('does not end what somebody without a signal waits for', async () => {
    const shared = new SharedWork<string>();
    const { work, seen, end } = begin();
    const gone = new AbortController();
    const staying = shared.run('a', work);
    const leaving = shared.run('a', work, gone.signal);
    gone.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    await expect(shared.run('a', work, gone.signal)).rejects.toBe(reason);
    expect(seen.map(({ aborted }) => aborted)).toEqual([false]);
    end('done');
    expect(await staying).toBe('done');
  });
});
