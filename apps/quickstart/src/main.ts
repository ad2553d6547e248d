import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigFault, loadConfig, projectRoot } from '#platform';
import { LocalState, type ReadyFacts } from './local-state.js';
import { ProcessGroup } from './process-group.js';
import { bringUp, openDatabase, requirePorts } from './quickstart.js';

const stops: (() => Promise<void>)[] = [];
const PARENT_CHECK_MS = 1_000;

let ending = false;

/** Stops everything in the reverse order of its start, once, and leaves. */
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  for (const stop of stops.reverse()) await stop().catch((error: Error) => console.error(error.message));
  process.exit(code);
}

function fail(error: unknown): Promise<void> {
  const known = error instanceof ConfigFault || error instanceof Error;
  console.error(`\n${known ? error.message : String(error)}`);
  return end(1);
}

function print({ portalUrl, apiUrl, gatewayUrl, adminEmail, adminPassword, demoCurl }: ReadyFacts): void {
  console.log(`
Gatehouse is ready.

  Portal    ${portalUrl}
  API       ${apiUrl}  (its document: ${apiUrl}/openapi.json)
  Gateway   ${gatewayUrl}
  Admin     ${adminEmail}  ${adminPassword}

Try a call:

  ${demoCurl.replaceAll('\n', '\n  ')}

Ctrl-C stops everything; the data stays for the next start.`);
}

/** `npm start` puts a shell between npm and us that tells us of no signal: when it is gone, so are we. */
function followParent(): void {
  const parent = process.ppid;
  setInterval(() => void (process.ppid !== parent && end(0)), PARENT_CHECK_MS).unref();
}

async function main(): Promise<void> {
  const envFile = path.join(projectRoot(), '.env');
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const config = loadConfig(process.env, ['databaseUrl', 'masterSecret']);
  const state = new LocalState(path.resolve(projectRoot(), config.localDir));
  state.clearReady();
  const say = (line: string): void => console.log(line);
  await requirePorts(config, existsSync(state.path('postgres', 'postmaster.pid')));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!ending) console.log('\nStopping');
      void end(0);
    });
  }
  followParent();
  stops.push(async () => state.clearReady());
  const database = await openDatabase(config, state, state.secrets(), say);
  stops.push(() => database.stop());
  const group = new ProcessGroup(state, (message) => void fail(new Error(message)));
  stops.push(() => group.stop());
  const facts = await bringUp(config, state, group, database.url, say);
  state.writeReady(facts);
  print(facts);
}

main().catch(fail);
