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
