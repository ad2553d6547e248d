import { runToEnd } from '../lib/processes.js';
import type { FakeGateway } from './fake-client.js';
import type { Counts } from './write-log.js';

interface BaselineRun extends Counts {
  ms: number;
}

/** Writes the objects of the file to the gateway one by one, so many at a time. */
export function barePuts(gateway: FakeGateway, file: string, concurrency: number): Promise<BaselineRun> {
  return baseline('bench/convergence/bare-puts.js', gateway, { OBJECTS_FILE: file, CONCURRENCY: String(concurrency) });
}

/** Makes the gateway as the file says, with so many plugins of it changed, the way decK does. */
export function deckModel(gateway: FakeGateway, file: string, changes: number): Promise<BaselineRun> {
  return baseline('bench/convergence/deck-model.js', gateway, { OBJECTS_FILE: file, CHANGES: String(changes) });
}

async function baseline(entry: string, gateway: FakeGateway, env: Record<string, string>): Promise<BaselineRun> {
  await gateway.reset();
  const output = await runToEnd(entry, { ...env, ADMIN_URL: gateway.adminUrl });
  return { ...(await gateway.counts()), ...(JSON.parse(output) as { ms: number }) };
}
