import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, SETTINGS } from '#platform';

const inRoot = (...parts: string[]): string => path.join(projectRoot(), ...parts);
const pages = ['README.md', ...readdirSync(inRoot('docs'), { recursive: true }).map((name) => `docs/${String(name)}`)]
  .filter((name) => name.endsWith('.md'))
  .map((name) => [name, readFileSync(inRoot(name), 'utf8')] as const);

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, first]) => first!);

it.each(pages)('%s names only files that are there', (_, text) => {
  const files = found(text, /`((?:apps|libs|prisma|bench|docs|openapi|\.ci)\/[\w./-]*\w)\/?`/g);
  expect(files.filter((file) => !existsSync(inRoot(file)))).toEqual([]);
});

it.each(pages)('%s links only to what is there', (name, text) => {
  const links = found(text, /(?<!!)\[[^\]]*\]\((?!https?:|#)([^)#]+)[^)]*\)/g);
  expect(links.filter((link) => !existsSync(inRoot(path.dirname(name), link)))).toEqual([]);
});

it.each(pages)('%s names only npm scripts that are there', (_, text) => {
  const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as { scripts: Record<string, string> };
  const names = found(text, /\bnpm (?:run |run --silent )?((?!install|ci\b|run)[a-z-]+)/g);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(names));
});

it.each(pages)('%s names only settings that are there', (_, text) => {
  const known = Object.values(SETTINGS).map(({ name }) => name);
  const names = found(text, /`([A-Z]+_(?:URL|PORT|SECRET|TOKEN|PROXY|ENABLED|LEVEL|SIZE|CONCURRENCY|DIR|FROM))`/g);
  expect([...known, 'TEST_DATABASE_URL']).toEqual(expect.arrayContaining(names));
});

it.each(pages.filter(([name]) => name.startsWith('docs/adr/')))(
  '%s is short and says all three things',
  (name, text) => {
    expect(name).toMatch(/^docs\/adr\/\d{4}-[a-z0-9-]+\.md$/);
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
    expect(found(text, /^## (.+)$/gm)).toEqual(['Context', 'Decision', 'Consequences']);
  },
);
