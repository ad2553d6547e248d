import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';

/** The engine as it is, with the rules that it recommends: `lint-engine FILE`. */
const file = process.argv[2] ?? '';
const config = await createConfig({ extends: ['recommended'] });
const problems = await lintFromString({ source: readFileSync(file, 'utf8'), absoluteRef: file, config });
const count = (severity: string): number => problems.filter((problem) => problem.severity === severity).length;
console.log(JSON.stringify({ error: count('error'), warn: count('warn') }));
