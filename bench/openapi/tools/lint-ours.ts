import { readFileSync } from 'node:fs';
import { lintSpec } from '#openapi';

/** With the rules as they are where nobody chose any: `lint-ours FILE`. */
const { counts } = await lintSpec(readFileSync(process.argv[2] ?? ''), { rules: {} });
console.log(JSON.stringify(counts));
