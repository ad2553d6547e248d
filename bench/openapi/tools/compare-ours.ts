import { readFileSync } from 'node:fs';
import { CHANGE_RULES, compareSpecs } from '#openapi';

/** `compare-ours BASE TARGET` */
const [base, target] = process.argv.slice(2).map((file) => readFileSync(file)) as [Buffer, Buffer];
const { counts, changes } = compareSpecs(base, target);
const known = new Set(Object.keys(CHANGE_RULES));
const unclassified = changes.filter((change) => !known.has(change.rule) || counts[change.class] === undefined).length;
console.log(JSON.stringify({ ...counts, unclassified }));
