import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packagesDir } from '../packages.js';

interface ApiSmartDiff {
  apiCompare(base: unknown, target: unknown): { diffs: { type: string }[] };
}

/** `compare-api-smart-diff BASE TARGET` */
const [base, target] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as unknown);
const { apiCompare } = createRequire(path.join(packagesDir(), 'package.json'))('api-smart-diff') as ApiSmartDiff;
// It writes its own failures there, thousands of them in a large document.
console.error = () => undefined;
const counts: Record<string, number> = {};
for (const { type } of apiCompare(base, target).diffs) counts[type] = (counts[type] ?? 0) + 1;
console.log(JSON.stringify(counts));
