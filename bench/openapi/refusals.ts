import { atMost, type Figure, printTable } from '../lib/report.js';
import { measureTool } from './measured.js';

/** How soon small documents that stand for very much are refused. */
export async function measureRefusals(): Promise<Figure[]> {
  const { cpuSeconds, peakMb, output } = await measureTool('refuse-documents');
  const { longestMs } = JSON.parse(output) as { longestMs: Record<string, number> };
  const names = Object.keys(longestMs);
  printTable(names.map((name) => ({ document: name, 'longest (ms)': Number(longestMs[name]!.toFixed(1)) })));
  console.log(`All of it took ${cpuSeconds.toFixed(1)} CPU seconds and ${Math.round(peakMb)} MB.`);
  return names.map((name) => atMost(`refusing-${name}-ms`, longestMs[name]!, 100));
}
