/** What a run measures. */
export interface Options {
  /** Catalogues of so many gateway objects, smallest first. */
  sizes: number[];
  /** How often the worker is killed. */
  kills: number;
  /** How many keys are made and revoked. */
  keys: number;
  /** Of every pair of runs that are compared, so many; fewer at 100,000. */
  rounds: number;
  /** Only these of the seven. */
  parts: number[];
}

const ALL_PARTS = [1, 2, 3, 4, 5, 6, 7];
const USAGE = 'npm run bench -- convergence [--objects 1000,10000] [--figures 1,2,3,4,5,6,7] [--kills 20] [--quick]';

/** Reads the words after the name of the benchmark. */
export function readOptions(words: string[]): Options {
  const given = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word === '--quick') given.set(word, '');
    else if (['--objects', '--figures', '--kills'].includes(word)) given.set(word, words[++at] ?? '');
    else throw new Error(`There is no ${word}.\n${USAGE}`);
  }
  const quick = given.has('--quick');
  return {
    sizes: numbers(given.get('--objects'), quick ? [1_000] : [1_000, 10_000]).sort((a, b) => a - b),
    kills: numbers(given.get('--kills'), [quick ? 3 : 20])[0] as number,
    keys: quick ? 20 : 500,
    rounds: quick ? 1 : 3,
    parts: numbers(given.get('--figures'), ALL_PARTS),
  };
}

function numbers(text: string | undefined, otherwise: number[]): number[] {
  if (text === undefined) return [...otherwise];
  if (!/^\d+(,\d+)*$/.test(text)) throw new Error(`Not a list of numbers: ${text}\n${USAGE}`);
  return text.split(',').map(Number);
}
