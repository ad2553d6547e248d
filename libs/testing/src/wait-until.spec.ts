import { waitUntil } from './wait-until.js';

describe('waitUntil', () => {
  it('returns the first answer there is, and asks on after errors', async () => {
    let asked = 0;
    const answer = await waitUntil('the third answer', () => {
      asked += 1;
      if (asked === 1) throw new Error('not yet');
      return asked === 3 ? 'here' : null;
    });
    expect(answer).toBe('here');
    expect(asked).toBe(3);
  });

  it('gives up with what it waited for', async () => {
    await expect(waitUntil('nothing', () => false, 30)).rejects.toThrow('Waited 30 ms in vain for: nothing');
  });
});
