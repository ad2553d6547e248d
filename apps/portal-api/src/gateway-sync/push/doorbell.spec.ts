import { Doorbell } from './doorbell.js';

it('wakes the one who waits, and keeps a ring for who comes later', async () => {
  const bell = new Doorbell();
  const waiting = bell.wait(2 ** 30);
  bell.ring();
  await waiting;
  expect(bell.answer()).toBe(false);
  bell.ring();
  await bell.wait(2 ** 30);
  bell.ring();
  expect([bell.answer(), bell.answer()]).toEqual([true, false]);
});
