import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '#platform';
import type { LocalSecrets } from './local-state.js';

/** Makes the first admin, or leaves the one that is there as it is. */
export async function ensureAdmin(env: NodeJS.ProcessEnv, { adminEmail, adminPassword }: LocalSecrets): Promise<void> {
  const entry = path.join(projectRoot(), 'dist/apps/portal-api/src/main.admin.js');
  const child = spawn(process.execPath, [entry], {
    env: { ...env, ADMIN_EMAIL: adminEmail, ADMIN_PASSWORD: adminPassword },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`The first admin could not be made:\n${output.slice(-2000)}`);
}
