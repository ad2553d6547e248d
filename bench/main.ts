import { report, type Figure } from './lib/report.js';

/** Each measures one thing and returns its figures. */
const benches: Record<string, () => Promise<{ run(options: string[]): Promise<Figure[]> }>> = {
  convergence: () => import('./convergence/bench.js'),
  ingest: () => import('./ingest/bench.js'),
  'key-to-live': () => import('./key-to-live/bench.js'),
  openapi: () => import('./openapi/bench.js'),
  pages: () => import('./pages/bench.js'),
  reference: () => import('./reference/bench.js'),
  search: () => import('./search/bench.js'),
};

async function main([name, ...options]: string[]): Promise<number> {
  const load = benches[name ?? ''];
  if (name === undefined || load === undefined) {
    console.log(`npm run bench -- NAME, where NAME is one of:\n  ${Object.keys(benches).join('\n  ')}`);
    return name === undefined ? 0 : 1;
  }
  const bench = await load();
  return report(name, await bench.run(options));
}

process.exitCode = await main(process.argv.slice(2));
