import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { VersionDto } from '#contract';
import { loadConfig, projectRoot } from '#platform';
import { findTeam } from './find-team.js';
import { ApiClient, Refusal } from '../api-client.js';
import { Journal } from './journal.js';
import { durationText } from './progress-bar.js';
import { type ImportResult, runImport } from './run-import.js';

const USAGE = `Usage: npm run import -- FOLDER [--publish]

Brings every OpenAPI document below FOLDER into the catalogue as drafts, or published with --publish. Run it again to go
on where it stopped. It works on the portal that "npm start" runs, or on the one of GATEHOUSE_API_URL, GATEHOUSE_EMAIL
and GATEHOUSE_PASSWORD. GATEHOUSE_TEAM is the slug of the provider team that will own the services.`;

interface Target {
  apiUrl: string;
  email: string;
  password: string;
}

function targetOf(env: NodeJS.ProcessEnv, localDir: string): Target {
  const { GATEHOUSE_API_URL: apiUrl, GATEHOUSE_EMAIL: email, GATEHOUSE_PASSWORD: password } = env;
  if (apiUrl && email && password) return { apiUrl, email, password };
  const file = path.join(localDir, 'ready.json');
  if (!existsSync(file))
    throw new Error(
      'No portal is running here. Start it with "npm start" in another terminal, or set GATEHOUSE_API_URL, ' +
        'GATEHOUSE_EMAIL and GATEHOUSE_PASSWORD.',
    );
  const ready = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return {
    apiUrl: apiUrl || ready.apiUrl || '',
    email: email || ready.adminEmail || '',
    password: password || ready.adminPassword || '',
  };
}

/** A journal of a catalogue that was emptied since would leave documents out: its last entry must be there. */
async function requireSameCatalogue(client: ApiClient, journal: Journal): Promise<void> {
  const last = [...journal.entries.values()].at(-1);
  if (last === undefined) return;
  try {
    const { spec } = await client.get<VersionDto>(`/v1/services/${last.serviceSlug}/versions/${last.versionName}`);
    if (spec !== null) return;
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 404)) throw error;
  }
  console.log('The catalogue was emptied since the last import: beginning anew.');
  journal.forget();
}

function report({ imported, alreadyThere, skipped, failures }: ImportResult, startedMs: number): void {
  for (const { file, reason } of failures) console.log(`failed  ${file}\n        ${reason}`);
  const rest = skipped.length === 0 ? '' : `, ${skipped.length} files are no OpenAPI documents`;
  const time = durationText((Date.now() - startedMs) / 1000);
  console.log(`${imported} imported, ${alreadyThere} there already, ${failures.length} failed${rest} (${time})`);
}

async function main(args: string[]): Promise<void> {
  const startedMs = Date.now();
  const folders = args.filter((arg) => arg !== '--publish');
  const [given] = folders;
  if (given === undefined || folders.length > 1 || given.startsWith('-')) throw new Error(USAGE);
  const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Error(`There is no folder ${folder}.`);
  const config = loadConfig(process.env, ['databaseUrl', 'masterSecret']);
  const localDir = path.resolve(projectRoot(), config.localDir);
  const { apiUrl, email, password } = targetOf(process.env, localDir);
  const client = new ApiClient(apiUrl, email, password);
  const teamId = await findTeam(client, process.env.GATEHOUSE_TEAM || undefined);
  const journal = new Journal(localDir, folder, apiUrl);
  await requireSameCatalogue(client, journal);
  const result = await runImport(folder, { client, teamId, publish: args.includes('--publish'), journal });
  report(result, startedMs);
  if (result.failures.length > 0) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
