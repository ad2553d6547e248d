import { setImmediate as nextTurn } from 'node:timers/promises';
import { MAX_LONG_TASKS, MAX_SPEC_WORKERS, MAX_WAITING_TASKS } from '../limits.js';
import { Turns } from './turns.js';

/** Asks for turns and notes in which order they are given. */
function asking(turns: Turns) {
  const given: string[] = [];
  const ask = (name: string, isLong: boolean) => void turns.take(isLong).then(() => given.push(name));
  return { given, ask };
}

it('reads a document while others are linted, however many of those wait', async () => {
  const turns = new Turns();
  const { given, ask } = asking(turns);
  for (let n = 0; n < 5; n++) ask(`lint ${n}`, true);
  ask('read', false);
  await nextTurn();
  expect(given).toEqual([...Array.from({ length: MAX_LONG_TASKS }, (_, n) => `lint ${n}`), 'read']);
  turns.pass(false);
  await nextTurn();
  expect(given).toHaveLength(MAX_LONG_TASKS + 1);
  turns.pass(true);
  await nextTurn();
  expect(given.at(-1)).toBe(`lint ${MAX_LONG_TASKS}`);
});

it('refuses whoever would be one too many to wait, and gives a turn to all others', async () => {
  const turns = new Turns();
  const { given, ask } = asking(turns);
  const all = MAX_SPEC_WORKERS + MAX_WAITING_TASKS;
  for (let n = 0; n < all; n++) ask(`read ${n}`, false);
  await expect(turns.take(false)).rejects.toMatchObject({ name: 'SpecFault', code: 'request.too_many' });
  for (let n = 0; n < all; n++) turns.pass(false);
  await nextTurn();
  expect(given).toEqual(Array.from({ length: all }, (_, n) => `read ${n}`));
});

it('lets whoever does not want to wait any longer leave the line, and gives the place to another', async () => {
  const turns = new Turns();
  const { given, ask } = asking(turns);
  for (let n = 0; n < MAX_SPEC_WORKERS; n++) ask(`read ${n}`, false);
  const gone = new AbortController();
  const left = turns.take(false, gone.signal);
  for (let n = 1; n < MAX_WAITING_TASKS; n++) ask(`waits ${n}`, false);
  const reason = new Error('gone');
  gone.abort(reason);
  await expect(left).rejects.toBe(reason);
  ask('comes last', false);
  for (let n = 0; n < MAX_WAITING_TASKS; n++) turns.pass(false);
  await nextTurn();
  expect(given.slice(MAX_SPEC_WORKERS)).toEqual([
    ...Array.from({ length: MAX_WAITING_TASKS - 1 }, (_, n) => `waits ${n + 1}`),
    'comes last',
  ]);
  await expect(turns.take(false, gone.signal)).rejects.toBe(reason);
});

it('keeps the turn of whoever has it when the signal comes later', async () => {
  const turns = new Turns();
  const { given, ask } = asking(turns);
  const gone = new AbortController();
  ask('long', true);
  const next = turns.take(true, gone.signal);
  turns.pass(true);
  await next;
  gone.abort();
  ask('after it', true);
  await nextTurn();
  expect(given).toEqual(['long']);
  turns.pass(true);
  await nextTurn();
  expect(given).toEqual(['long', 'after it']);
});
