import { atMost, type Figure, printTable } from '../lib/report.js';
import { interleaved, median } from '../lib/statistics.js';
import { LARGE_DOCUMENTS } from './large-documents.js';
import { type Measured, measureTool } from './measured.js';

const ROUNDS = 3;

/** Our linting, with reading and all of our rules, against the engine alone; each in a process of its own, in turn. */
export async function measureLint(): Promise<Figure[]> {
  const rows: Record<string, string | number>[] = [];
  const figures: Figure[] = [];
  for (const [name, file] of LARGE_DOCUMENTS) {
    const seen = { 'lint-engine': [] as Measured[], 'lint-ours': [] as Measured[] };
    const run = async (tool: keyof typeof seen): Promise<number> => {
      const measured = await measureTool(tool, file);
      seen[tool].push(measured);
      return measured.cpuSeconds;
    };
    const { ratio } = await interleaved(
      ROUNDS,
      () => run('lint-engine'),
      () => run('lint-ours'),
    );
    for (const [tool, runs] of Object.entries(seen))
      rows.push({
        document: name,
        tool,
        'CPU seconds (median)': Number(median(runs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2)),
        'peak memory (MB)': Math.round(Math.max(...runs.map(({ peakMb }) => peakMb))),
        found: runs[0]?.output.trim() ?? '',
      });
    figures.push(atMost(`${name}-lint-cpu-against-the-engine`, ratio, 1.2));
  }
  printTable(rows);
  return figures;
}
