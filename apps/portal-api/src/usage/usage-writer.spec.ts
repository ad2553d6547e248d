import { UsageEventsStore, type UsageEventRow } from './usage-events.store.js';
import { MAX_EVENTS_TOGETHER, UsageWriter } from './usage-writer.js';

/** Notes what is stored together and answers when it is told to. */
class HeldStore extends UsageEventsStore {
  readonly groups: string[][] = [];
  private readonly held: { resolve(): void; reject(error: Error): void }[] = [];

  constructor() {
    super(undefined as never);
  }

  override store(events: UsageEventRow[]): Promise<void> {
    this.groups.push(events.map(({ requestId }) => requestId));
    return new Promise((resolve, reject) => this.held.push({ resolve, reject }));
  }

  async answer(error?: Error): Promise<void> {
    const next = this.held.shift();
    if (error === undefined) next?.resolve();
    else next?.reject(error);
    await new Promise(setImmediate);
  }
}

let store: HeldStore;
let writer: UsageWriter;
let done: string[];
beforeEach(() => {
  store = new HeldStore();
  writer = new UsageWriter(store);
  done = [];
});

function write(name: string, count = 1): void {
  const events = Array.from({ length: count }, () => ({ requestId: name }) as UsageEventRow);
  writer.write(events).then(
    () => done.push(name),
    () => done.push(`${name} failed`),
  );
}

it('writes together what arrives while two statements are at work', async () => {
  for (const name of ['a', 'b', 'c', 'd']) write(name);
  expect(store.groups).toEqual([['a'], ['b']]);
  await store.answer();
  expect(store.groups[2]).toEqual(['c', 'd']);
  expect(done).toEqual(['a']);
  await store.answer();
  await store.answer();
  expect(done).toEqual(['a', 'b', 'c', 'd']);
});

it('lets each of a failed group try alone, so that one bad batch fails alone', async () => {
  for (const name of ['a', 'b', 'c', 'd']) write(name);
  await store.answer();
  await store.answer();
  await store.answer(new Error('together'));
  expect(store.groups.slice(2)).toEqual([['c', 'd'], ['c']]);
  await store.answer(new Error('alone'));
  expect(store.groups[4]).toEqual(['d']);
  await store.answer();
  expect(done).toEqual(['a', 'b', 'c failed', 'd']);
});

it('puts no more calls together than a statement takes well, and a batch that is larger by itself', async () => {
  write('a');
  write('b');
  write('c', MAX_EVENTS_TOGETHER + 1);
  write('d', MAX_EVENTS_TOGETHER);
  write('e');
  await store.answer();
  await store.answer();
  expect(store.groups.slice(2).map((group) => group.length)).toEqual([MAX_EVENTS_TOGETHER + 1, MAX_EVENTS_TOGETHER]);
  await store.answer();
  expect(store.groups[4]).toEqual(['e']);
});

it('answers at once when there is nothing to write', async () => {
  await writer.write([]);
  expect(store.groups).toEqual([]);
});
