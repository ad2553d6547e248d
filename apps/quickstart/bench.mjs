// `npm run bench -- NAME`: see bench/ for what each measures.
import { prepare } from './prepare.mjs';

await prepare();
await import(new URL('../../dist/bench/main.js', import.meta.url).href);
