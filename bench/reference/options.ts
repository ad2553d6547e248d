/** What of the bench is run. */
export interface Options {
  figures: Set<number>;
  /** How many documents are crawled; the first ones by name. */
  documents: number;
}

const USAGE = '--figures takes some of 1,2,4 and --documents how many documents are crawled.';

export function readOptions(words: string[]): Options {
  const options: Options = { figures: new Set([1, 2]), documents: Infinity };
  for (let at = 0; at < words.length; at += 2) {
    const [name, value = ''] = words.slice(at, at + 2);
    if (name === '--figures' && /^[124](,[124])*$/.test(value)) options.figures = new Set(value.split(',').map(Number));
    else if (name === '--documents' && /^[1-9]\d*$/.test(value)) options.documents = Number(value);
    else throw new Error(USAGE);
  }
  return options;
}
