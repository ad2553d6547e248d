import type { Figure } from '../lib/report.js';
import { measureCorpus } from './corpus.js';
import { measureDiff } from './diff.js';
import { measureImport } from './import.js';
import { measureLint } from './lint.js';
import { fetchPackages } from './packages.js';
import { measureRefusals } from './refusals.js';

type Measure = (documents?: number) => Promise<Figure[]>;

const parts: Record<string, Measure> = {
  '1': () => measureDiff(),
  '2': async () => [...(await measureImport()), ...(await measureLint())],
  '3': (documents) => measureCorpus(documents),
  '4': () => measureRefusals(),
};

/**
 * What is done with real documents: compared, imported, and all public ones read; then hostile ones. `--figures 1,3`
 * chooses, `--documents 150` takes so many of the public ones.
 */
export async function run(options: string[]): Promise<Figure[]> {
  const chosen = valueOf(options, '--figures')?.split(',') ?? Object.keys(parts);
  const unknown = chosen.filter((number) => parts[number] === undefined);
  if (unknown.length > 0) throw new Error(`--figures takes ${Object.keys(parts).join(', ')}, with commas between.`);
  const documents = valueOf(options, '--documents');
  if (documents !== undefined && !/^[1-9]\d{0,3}$/.test(documents)) throw new Error('--documents takes a number.');
  await fetchPackages();
  const figures: Figure[] = [];
  for (const number of chosen)
    figures.push(...(await (parts[number] as Measure)(documents === undefined ? undefined : Number(documents))));
  return figures;
}

function valueOf(options: string[], name: string): string | undefined {
  const at = options.indexOf(name);
  return at < 0 ? undefined : (options[at + 1] ?? '');
}
