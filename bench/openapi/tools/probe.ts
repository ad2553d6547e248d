import { Agent, get } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 10;
/** A process that has just been started takes longer itself. */
const WARM_UP_PAGES = 100;

/**
 * Asks for a page at a steady rate, whether the answers before are there or not. When it is warm it says so in a line; with
 * each line of its standard input another moment begins, and when that ends it prints how many milliseconds each page took
 * that was asked for in each moment: `probe URL`.
 */
const url = new URL(process.argv[2] ?? '');
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const asked: Promise<number>[][] = [];

function ask(): Promise<number> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) throw new Error(`${url.pathname} was answered with ${response.statusCode}.`);
      response.resume().on('end', () => resolve(performance.now() - startedMs));
    });
  });
}

for (let page = 0; page < WARM_UP_PAGES; page++) await Promise.all([ask(), delay(EVERY_MS)]);
const asking = setInterval(() => asked.at(-1)?.push(ask()), EVERY_MS);
console.log('warm');
for await (const _ of createInterface({ input: process.stdin })) asked.push([]);
clearInterval(asking);
const tookMs = await Promise.all(asked.map((moment) => Promise.all(moment)));
agent.destroy();
console.log(JSON.stringify(tookMs));
