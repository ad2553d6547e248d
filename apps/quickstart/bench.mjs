// `npm run bench -- NAME`: see bench/ for what each measures.
import { prepare } from './prepare.mjs';

await prepare();
await import('../../dist/bench/main.js');
