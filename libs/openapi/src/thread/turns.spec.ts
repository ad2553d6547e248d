import { setImmediate as nextTurn } from 'node:timers/promises';
import { MAX_WAITING_TASKS } from '../limits.js';
import { Turns } from './turns.js';

const PLACES = 2;

/** Asks for turns and notes in which order they are given. */
function asking(turns: Turns) {
  const given: string[] = [];
  const ask = (name: string) => void turns.take().then(() => given.push(name));
  return { given, ask };
}

it('refuses whoever would be one too many to wait, and gives a turn to all others', async () => {
  const turns = new Turns(PLACES);
  const { given, ask } = asking(turns);
  const all = PLACES + MAX_WAITING_TASKS;
  for (let n = 0; n < all; n++) ask(`document ${n}`);
  await nextTurn();
  expect(given).toHaveLength(PLACES);
  await expect(turns.take()).rejects.toMatchObject({ name: 'SpecFault', code: 'request.too_many' });
  for (let n = 0; n < all; n++) turns.pass();
  await nextTurn();
  expect(given).toEqual(Array.from({ length: all }, (_, n) => `document ${n}`));
});

it('lets whoever does not want to wait any longer leave the line, and gives the place to another', async () => {
  const turns = new Turns(PLACES);
  const { given, ask } = asking(turns);
  for (let n = 0; n < PLACES; n++) ask(`first ${n}`);
  const gone = new AbortController();
  const left = turns.take(gone.signal);
  for (let n = 1; n < MAX_WAITING_TASKS; n++) ask(`waits ${n}`);
  const reason = new Error('gone');
  gone.abort(reason);
  await expect(left).rejects.toBe(reason);
  ask('comes last');
  for (let n = 0; n < MAX_WAITING_TASKS; n++) turns.pass();
  await nextTurn();
  expect(given.slice(PLACES)).toEqual([
    ...Array.from({ length: MAX_WAITING_TASKS - 1 }, (_, n) => `waits ${n + 1}`),
    'comes last',
  ]);
  await expect(turns.take(gone.signal)).rejects.toBe(reason);
});

it('keeps the turn of whoever has it when the signal comes later', async () => {
  const turns = new Turns(1);
  const { given, ask } = asking(turns);
  const gone = new AbortController();
  ask('one');
  const next = turns.take(gone.signal);
  turns.pass();
  await next;
  gone.abort();
  ask('after it');
  await nextTurn();
  expect(given).toEqual(['one']);
  turns.pass();
  await nextTurn();
  expect(given).toEqual(['one', 'after it']);
});
