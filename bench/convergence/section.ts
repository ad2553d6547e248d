import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { projectRoot } from '#platform';
import { type Figure, printTable } from '../lib/report.js';
import type { Options } from './options.js';

/** One part of the report. */
export interface Section {
  title: string;
  rows: Record<string, string | number>[];
  figures: Figure[];
  notes: string[];
}

export function printSection({ title, rows, figures, notes }: Section): void {
  console.log(`\n${title}`);
  if (rows.length > 0) printTable(rows);
  for (const { id, value, limit, holds } of figures)
    console.log(`  ${holds ? 'holds' : 'FAILS'}  ${id}: ${value} (limit ${limit})`);
  for (const note of notes) console.log(`  ${note}`);
}

/** Writes everything that was measured to a file that no commit takes; returns its path. */
export async function writeSections(options: Options, sections: Section[]): Promise<string> {
  const folder = path.join(projectRoot(), '.local', 'bench');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'convergence.json');
  const cpu = cpus()[0]?.model ?? 'unknown';
  await writeFile(file, JSON.stringify({ at: new Date(), cpu, cores: cpus().length, options, sections }, null, 2));
  return file;
}
