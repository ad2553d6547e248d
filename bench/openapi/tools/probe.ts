import { Agent, get } from 'node:http';

const EVERY_MS = 10;

/**
 * Asks for a page at a steady rate, whether the answers before are there or not, until its standard input ends; then it
 * prints how many milliseconds each took: `probe URL`.
 */
const url = new URL(process.argv[2] ?? '');
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const tookMs: number[] = [];
let waiting = 0;

function ask(): void {
  const startedMs = performance.now();
  waiting++;
  get(url, { agent }, (response) => {
    if (response.statusCode !== 200) throw new Error(`${url.pathname} was answered with ${response.statusCode}.`);
    response.resume().on('end', () => {
      tookMs.push(performance.now() - startedMs);
      waiting--;
    });
  });
}

const asking = setInterval(ask, EVERY_MS);
process.stdin.resume().on('end', () => {
  clearInterval(asking);
  const ending = setInterval(() => {
    if (waiting > 0) return;
    clearInterval(ending);
    agent.destroy();
    console.log(JSON.stringify(tookMs));
  }, EVERY_MS);
});
