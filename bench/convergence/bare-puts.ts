import { fileURLToPath } from 'node:url';
import { KongClient } from '#drivers/kong';
import { inLanes } from '../lib/in-lanes.js';
import { readObjects } from './object-file.js';
import { ownAddress } from './own-address.js';

/** The baseline of a full sync: nothing but PUTs of objects that are ready to be sent, kind after kind. */
async function main(adminUrl: string, file: string, concurrency: number): Promise<void> {
  const kinds = await readObjects(file);
  const client = new KongClient({ adminUrl, checkAddress: ownAddress });
  const startedMs = performance.now();
  for (const objects of kinds) {
    await inLanes(objects, concurrency, async ({ path, body }) => void (await client.put(path, body, [])));
  }
  console.log(JSON.stringify({ ms: performance.now() - startedMs }));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(process.env.ADMIN_URL ?? '', process.env.OBJECTS_FILE ?? '', Number(process.env.CONCURRENCY));
