// `npm run import -- FOLDER [--publish]`: see src/import/main.ts.
import { prepare } from './prepare.mjs';

await prepare();
await import(new URL('../../dist/apps/quickstart/src/import/main.js', import.meta.url).href);
