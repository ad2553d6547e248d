import { readFile } from 'node:fs/promises';
import { LARGE_DOCUMENTS } from '../openapi/large-documents.js';
import { fetchPackages } from '../openapi/packages.js';
import { withStops } from '../lib/processes.js';
import { atMost, type Figure, printTable } from '../lib/report.js';
import { median } from '../lib/statistics.js';
import { crawl } from './crawl.js';
import { type FirstSight, firstSight } from './first-sight.js';
import { fiveOperations } from './five-operations.js';
import { readOptions } from './options.js';
import { measurePages, measureRate } from './pages.js';
import { PEERS, servePeer } from './peers.js';
import { type PublishedDocument, ReferenceStage } from './stage.js';

/** Pages of each document whose statements and bytes are counted. */
const COUNTED_PAGES = 100;
const ROUNDS = 7;
const TIMEOUT_MS = 120_000;
const OUR_OPERATION = 'h1';

/** How soon the first operation of a real document is to be seen, beside others; what pages cost; whether all come. */
export async function run(words: string[]): Promise<Figure[]> {
  const { figures, documents } = readOptions(words);
  await fetchPackages();
  return withStops(async (later) => {
    const stage = await ReferenceStage.start(later);
    const found: Figure[] = [];
    if (figures.has(1) || figures.has(2)) {
      const published = await publishAll(stage);
      if (figures.has(1))
        found.push(...(await measurePages(stage, published)), ...(await measureSight(stage, published)));
      const [first] = published[0]?.operations ?? [];
      if (figures.has(2) && first !== undefined) found.push(...(await measureRate(stage, first, later)));
    }
    if (figures.has(4)) found.push(...(await crawl(stage, documents)));
    return found;
  });
}

async function publishAll(stage: ReferenceStage): Promise<PublishedDocument[]> {
  const published: PublishedDocument[] = [];
  const documents = LARGE_DOCUMENTS.filter(([name]) => name !== 'graph');
  for (const [name, file] of documents)
    published.push(await stage.publish(name, await readFile(file, 'utf8'), COUNTED_PAGES));
  published.push(await stage.publish('five', JSON.stringify(fiveOperations()), COUNTED_PAGES));
  return published;
}

/** In browsers that were never used: ours with each document, and the others with GitHub's. */
async function measureSight(stage: ReferenceStage, published: PublishedDocument[]): Promise<Figure[]> {
  const ours = new Map<string, FirstSight>();
  const rounds = new Map(published.map(({ slug }) => [slug, [] as FirstSight[]]));
  for (let round = 0; round < ROUNDS; round++)
    for (const { slug, operations } of published)
      rounds
        .get(slug)
        ?.push(await firstSight(`${stage.webUrl}${operations[0]}?anew=${round}`, OUR_OPERATION, TIMEOUT_MS));
  for (const [slug, sights] of rounds) ours.set(slug, typical(sights));
  const others = new Map<string, FirstSight>();
  const document = await readFile((LARGE_DOCUMENTS[0] as [string, string])[1]);
  for (const peer of PEERS) {
    const { url, stop } = await servePeer(peer, document);
    const sights: FirstSight[] = [];
    for (let round = 0; round < peer.rounds; round++)
      sights.push(await firstSight(url, peer.firstOperation, TIMEOUT_MS));
    await stop();
    others.set(peer.name, typical(sights));
  }
  printTable([
    ...[...ours].map(([slug, sight]) => rowOf(`Gatehouse, ${slug}`, sight)),
    ...[...others].map(([name, sight]) => rowOf(`${name}, github`, sight)),
  ]);
  const [github, scalar] = [sightOf(ours, 'github'), sightOf(others, 'Scalar')];
  return [
    atMost('first-operation-against-scalar', github.seconds / scalar.seconds, 1 / 20),
    atMost('heap-against-scalar', github.heapMb / scalar.heapMb, 1 / 10),
    atMost('graph-beta-against-github', sightOf(ours, 'graph-beta').seconds / github.seconds, 1.3),
    atMost('github-against-five-operations', github.seconds / sightOf(ours, 'five').seconds, 1.3),
  ];
}

function sightOf(sights: Map<string, FirstSight>, name: string): FirstSight {
  return sights.get(name) ?? { seconds: NaN, heapMb: NaN };
}

function typical(sights: FirstSight[]): FirstSight {
  return { seconds: median(sights.map(({ seconds }) => seconds)), heapMb: median(sights.map(({ heapMb }) => heapMb)) };
}

function rowOf(what: string, { seconds, heapMb }: FirstSight): Record<string, string | number> {
  const isSeen = Number.isFinite(seconds);
  return {
    what,
    'first operation seen (s)': isSeen ? Number(seconds.toFixed(3)) : `not within ${TIMEOUT_MS / 1000}`,
    'heap (MB)': isSeen ? Number(heapMb.toFixed(1)) : '',
  };
}
