import { atMost, exactly, type Figure, printTable } from '../lib/report.js';
import { median } from '../lib/statistics.js';
import { type Measured, measure, measureTool } from './measured.js';
import { documentPath, fetchOasdiff } from './packages.js';

const ROUNDS = 3;

/** Two releases of GitHub Enterprise, compared by each tool in a process of its own, in turn. */
export async function measureDiff(): Promise<Figure[]> {
  const [base, target] = ['3.17', '3.19'].map((release) =>
    documentPath(`@octokit/openapi/generated/ghes-${release}.json`),
  ) as [string, string];
  const oasdiff = await fetchOasdiff();
  const tools: Record<string, () => Promise<Measured>> = {
    'structural hashes alone': () => measureTool('compare-hashes', base, target),
    ours: () => measureTool('compare-ours', base, target),
    'api-smart-diff 1.0.6': () => measureTool('compare-api-smart-diff', base, target),
    ...(oasdiff === null
      ? {}
      : { 'oasdiff 1.25.1': () => measure(oasdiff, ['changelog', base, target, '-f', 'json']) }),
  };
  const seen = new Map<string, Measured[]>(Object.keys(tools).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, run] of Object.entries(tools)) seen.get(name)?.push(await run());
  const cpuOf = (name: string): number => median((seen.get(name) ?? []).map(({ cpuSeconds }) => cpuSeconds));
  const peakOf = (name: string): number => Math.max(...(seen.get(name) ?? []).map(({ peakMb }) => peakMb));
  const rows = Object.keys(tools).map((name) => ({
    tool: name,
    'CPU seconds (median)': Number(cpuOf(name).toFixed(2)),
    'peak memory (MB)': Math.round(peakOf(name)),
    'ours against it': Number((cpuOf('ours') / cpuOf(name)).toFixed(3)),
    found: summaryOf(seen.get(name)?.[0]?.output ?? ''),
  }));
  printTable(rows);
  if (oasdiff === null) console.log('oasdiff: not to be had here');
  const { unclassified } = JSON.parse(seen.get('ours')?.[0]?.output ?? '{}') as { unclassified: number };
  return [
    atMost('diff-cpu-against-api-smart-diff', cpuOf('ours') / cpuOf('api-smart-diff 1.0.6'), 0.15),
    atMost('diff-cpu-against-structural-hashes', cpuOf('ours') / cpuOf('structural hashes alone'), 3),
    exactly('diff-changes-unclassified', unclassified, 0),
  ];
}

/** oasdiff lists its changes; the others count theirs. */
function summaryOf(output: string): string {
  const found = JSON.parse(output) as { level: number }[] | object;
  if (!Array.isArray(found)) return JSON.stringify(found);
  const count = (level: number): number => found.filter((change) => change.level === level).length;
  return JSON.stringify({ error: count(3), warning: count(2), info: count(1) });
}
