import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file that may hold an OpenAPI document. */
export interface FoundFile {
  /** Relative to the folder, with slashes. */
  file: string;
  absolute: string;
  byteLength: number;
}

/** Every .json, .yaml and .yml file below a folder, in the order of their names. Links and hidden folders are not followed. */
export async function findDocuments(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const walk = async (relative: string): Promise<void> => {
    const entries = await readdir(path.join(folder, relative), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') await walk(file);
      if (!entry.isFile() || !/\.(json|ya?ml)$/i.test(entry.name)) continue;
      const absolute = path.join(folder, file);
      found.push({ file, absolute, byteLength: (await stat(absolute)).size });
    }
  };
  await walk('');
  return found;
}
