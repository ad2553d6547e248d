import { GatewayFault } from './gateway-fault.js';
import { maxWritesAtOnce, maxWritesUnderWay, WritePacer } from './write-pacer.js';

const busy = (retryAfterMs?: number) => new GatewayFault('busy', 'later', { retryAfterMs });

/** Starts more writes than may be under way; each ends when told to. */
function manyWrites(pacer: WritePacer, count: number, urgent = false) {
  const ends: (() => void)[] = [];
  for (let nth = 0; nth < count; nth++) {
    void pacer.run(
      urgent,
      () => new Promise<void>((resolve) => ends.push(resolve)),
      async () => undefined,
    );
  }
  return ends;
}

const turn = () => new Promise(setImmediate);

describe('WritePacer', () => {
  it('lets ten writes be under way, and the next one in when one ends', async () => {
    const ends = manyWrites(new WritePacer(), 25);
    await turn();
    expect(ends).toHaveLength(maxWritesAtOnce);
    ends[0]!();
    await turn();
    expect(ends).toHaveLength(maxWritesAtOnce + 1);
  });

  it('sends on while a few outcomes are noted, and no more than these few', async () => {
    const pacer = new WritePacer();
    const notes: (() => void)[] = [];
    let sent = 0;
    for (let nth = 0; nth < 40; nth++)
      void pacer.run(
        false,
        async () => void (sent += 1),
        () => new Promise<void>((resolve) => notes.push(resolve)),
      );
    await turn();
    expect(sent).toBe(maxWritesUnderWay);
    notes[0]!();
    await turn();
    expect(sent).toBe(maxWritesUnderWay + 1);
  });

  it('halves once for writes that fail together, and comes back one by one', async () => {
    const pacer = new WritePacer();
    const together = Array.from({ length: 4 }, () => pacer.begin());
    for (const ended of together) ended(busy());
    expect(manyWrites(pacer, 1)).toHaveLength(0);
    const room = async () => {
      const ends = manyWrites(pacer, 20);
      await turn();
      return ends.length;
    };
    expect(await room()).toBe(4);
    for (let nth = 0; nth < 60; nth++) pacer.begin()(null);
    await turn();
    expect(await room()).toBeLessThanOrEqual(maxWritesAtOnce);
  });

  it('does not slow down for what the gateway refuses', async () => {
    const pacer = new WritePacer();
    pacer.begin()(new GatewayFault('refused', 'no'));
    const ends = manyWrites(pacer, 20);
    await turn();
    expect(ends).toHaveLength(maxWritesAtOnce);
  });

  it('begins nothing while the gateway asks for time', async () => {
    let wake: () => void = () => undefined;
    const pacer = new WritePacer({ sleep: () => new Promise<void>((resolve) => (wake = resolve)), random: () => 0 });
    pacer.begin()(busy(5_000));
    const ends = manyWrites(pacer, 3);
    await turn();
    expect(ends).toHaveLength(0);
    wake();
    await turn();
    expect(ends).toHaveLength(3);
  });

  it('lets urgent writes go before those that wait longer', async () => {
    const pacer = new WritePacer();
    const patient = manyWrites(pacer, maxWritesAtOnce + 5);
    await turn();
    const urgent = manyWrites(pacer, 1, true);
    patient[0]!();
    await turn();
    expect([patient.length, urgent.length]).toEqual([maxWritesAtOnce, 1]);
  });
});
