import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform';

export interface CurlAnswer {
  status: number;
  headers: Record<string, string>;
}

/** Runs a curl exactly as it was printed, in a shell, and reads what came back. */
export async function runCurl(printed: string): Promise<CurlAnswer> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${printed} -s -D - -o /dev/null`]);
  const [statusLine = '', ...lines] = stdout.trim().split(/\r?\n/);
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(statusLine.split(' ')[1]), headers };
}

/** A command of the documentation, as it stands there. */
export function curlOf(page: string, about: RegExp): string {
  const text = readFileSync(path.join(projectRoot(), 'docs', page), 'utf8');
  const found = [...text.matchAll(/^curl (?:.*\\\n)*.*$/gm)]
    .map(([command]) => command)
    .find((each) => about.test(each));
  if (found === undefined) throw new Error(`docs/${page} has no curl about ${about.source}.`);
  return found;
}

/** Runs a command in a folder that has one file, with these variables. */
export function runInFolder(
  command: string,
  variables: NodeJS.ProcessEnv,
  [name, content]: [name: string, content: string],
): { exitCode: number | null; output: string } {
  const cwd = mkdtempSync(path.join(tmpdir(), 'command-'));
  try {
    writeFileSync(path.join(cwd, name), content);
    const { status, stdout } = spawnSync('sh', ['-c', command], {
      cwd,
      env: { ...process.env, ...variables },
      encoding: 'utf8',
    });
    return { exitCode: status, output: stdout };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
