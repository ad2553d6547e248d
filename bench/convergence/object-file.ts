import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '#platform';

/** One object as our driver sends it. */
export interface SentObject {
  path: string;
  body: Record<string, unknown>;
}

/** What needs nothing first; what a kind needs is of a kind before it. */
export const KINDS_IN_ORDER = ['services', 'consumers', 'plugins', 'acls', 'key-auths', 'routes'];

export function kindOf({ path: address }: SentObject): string {
  return address.split('/')[1] ?? '';
}

/** Writes what was sent to a file for the baselines, for as long as `work` runs. */
export async function withObjectFile<T>(lines: string, work: (file: string) => Promise<T>): Promise<T> {
  const folder = path.join(projectRoot(), '.local');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `bench-objects-${randomBytes(4).toString('hex')}.ndjson`);
  await writeFile(file, lines);
  try {
    return await work(file);
  } finally {
    await rm(file);
  }
}

/** By kind, in the order in which they can be written. */
export async function readObjects(file: string): Promise<SentObject[][]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  const objects = lines.map((line) => JSON.parse(line) as SentObject);
  return KINDS_IN_ORDER.map((kind) => objects.filter((object) => kindOf(object) === kind));
}
