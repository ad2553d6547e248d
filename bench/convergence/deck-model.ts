import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { KongClient } from '#drivers/kong';
import { inLanes } from '../lib/in-lanes.js';
import { kindOf, KINDS_IN_ORDER, readObjects, type SentObject } from './object-file.js';
import { ownAddress } from './own-address.js';

/** decK's default. */
const CONCURRENCY = 10;

/**
 * A model of how decK syncs, not decK: it reads everything with our tag in pages of 1,000, compares in memory, and sends
 * one PUT a difference, ten at a time and kind after kind. Left out, in its favour: the schemas that it asks for to fill
 * in defaults, and the lists of kinds that we do not use.
 */
async function main(adminUrl: string, file: string, changes: number): Promise<void> {
  const kinds = await readObjects(file);
  const plugins = kinds.flat().filter((object) => kindOf(object) === 'plugins');
  for (const object of plugins.slice(0, changes)) object.body = { ...object.body, enabled: false };
  const client = new KongClient({ adminUrl, checkAddress: ownAddress });
  const startedMs = performance.now();
  const live = await dump(client, tagOf(kinds));
  let puts = 0;
  for (const objects of kinds) {
    const different = objects.filter((object) => !covers(live.get(object.path), object.body));
    puts += different.length;
    await inLanes(different, CONCURRENCY, async ({ path, body }) => void (await client.put(path, body, [])));
  }
  console.log(JSON.stringify({ ms: performance.now() - startedMs, puts }));
}

/** All lists at the same time, as decK reads them. */
async function dump(client: KongClient, tag: string): Promise<Map<string, unknown>> {
  const live = new Map<string, unknown>();
  const read = async (kind: string): Promise<void> => {
    for await (const entity of client.list(kind, tag)) live.set(`/${kind}/${String(entity.id)}`, entity);
  };
  await Promise.all(KINDS_IN_ORDER.map(read));
  return live;
}

/** The tag that every object of ours carries. */
function tagOf(kinds: SentObject[][]): string {
  const tags = kinds.flat()[0]?.body.tags as string[];
  return tags.find((tag) => /^gatehouse-[0-9a-f]{8}$/.test(tag)) as string;
}

/** Whether everything that is wished stands there; what the gateway added are its defaults. */
function covers(live: unknown, wished: unknown): boolean {
  if (typeof wished !== 'object' || wished === null || typeof live !== 'object' || live === null)
    return isDeepStrictEqual(live ?? null, wished ?? null);
  if (Array.isArray(wished)) return isDeepStrictEqual(new Set(live as unknown[]), new Set(wished));
  return Object.entries(wished).every(([name, value]) => covers((live as Record<string, unknown>)[name], value));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(process.env.ADMIN_URL ?? '', process.env.OBJECTS_FILE ?? '', Number(process.env.CHANGES));
