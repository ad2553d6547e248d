import { readOptions } from './options.js';

describe('the options of the convergence benchmark', () => {
  it('measures all seven figures at 1,000 and 10,000 objects when nothing is said', () => {
    const { sizes, parts, kills } = readOptions([]);
    expect({ sizes, parts, kills }).toEqual({ sizes: [1_000, 10_000], parts: [1, 2, 3, 4, 5, 6, 7], kills: 20 });
  });

  it('takes sizes, figures and kills, smallest size first', () => {
    const { sizes, parts, kills } = readOptions(['--objects', '10000,1000', '--figures', '3', '--kills', '200']);
    expect({ sizes, parts, kills }).toEqual({ sizes: [1_000, 10_000], parts: [3], kills: 200 });
  });

  it('tries everything small and once with --quick', () => {
    expect(readOptions(['--quick'])).toMatchObject({ sizes: [1_000], kills: 3, rounds: 1 });
  });

  it('refuses what it does not know', () => {
    expect(() => readOptions(['--size', '1'])).toThrow('There is no --size');
    expect(() => readOptions(['--objects', 'many'])).toThrow('Not a list of numbers: many');
    expect(() => readOptions(['--objects'])).toThrow('Not a list of numbers');
  });
});
