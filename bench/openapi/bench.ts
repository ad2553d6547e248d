import type { Figure } from '../lib/report.js';
import { measureCorpus } from './corpus.js';
import { measureDiff } from './diff.js';
import { measureImport } from './import.js';
import { measureLint } from './lint.js';
import { fetchPackages } from './packages.js';

const parts: Record<string, () => Promise<Figure[]>> = {
  '1': measureDiff,
  '2': async () => [...(await measureImport()), ...(await measureLint())],
  '3': measureCorpus,
};

/** What is done with real documents: compared, imported, and all public ones read. `--figures 1,3` chooses. */
export async function run(options: string[]): Promise<Figure[]> {
  const at = options.indexOf('--figures');
  const chosen = at < 0 ? Object.keys(parts) : (options[at + 1] ?? '').split(',');
  const unknown = chosen.filter((number) => parts[number] === undefined);
  if (unknown.length > 0) throw new Error(`--figures takes ${Object.keys(parts).join(', ')}, with commas between.`);
  await fetchPackages();
  const figures: Figure[] = [];
  for (const number of chosen) figures.push(...(await (parts[number] as () => Promise<Figure[]>)()));
  return figures;
}
