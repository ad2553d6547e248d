// `npm start`: see src/main.ts for what it runs.
import { prepare } from './prepare.mjs';

await prepare();
await import(new URL('../../dist/apps/quickstart/src/main.js', import.meta.url).href);
