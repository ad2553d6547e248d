import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#platform';
import { samples } from '../samples/index.js';
import { adminSite, anonymousSite } from '../samples/site.sample.js';
import { Assets } from './assets.js';
import { Templates } from './templates.js';

const folder = path.join(projectRoot(), 'apps', 'portal-web');
const views = path.join(folder, 'views');
const files = readdirSync(views, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.hbs'))
  .map((file) => [file, readFileSync(path.join(views, file), 'utf8')] as const);

/** What may go out without escaping: our own page, SVG drawn by the server, sanitised Markdown. */
const unescaped = new Set([
  '{{{body}}}',
  '{{{chart.svg}}}',
  '{{{chart.narrowSvg}}}',
  '{{{descriptionHtml}}}',
  '{{{operation.descriptionHtml}}}',
  '{{{textHtml}}}',
  '{{{lineHtml}}}',
]);

describe.each(files)('the template %s', (_file, source) => {
  it('escapes everything but what is made safe before', () => {
    expect((source.match(/\{\{\{[^}]*\}\}\}|\{\{&[^}]*\}\}/g) ?? []).filter((found) => !unescaped.has(found))).toEqual(
      [],
    );
  });

  it('quotes every attribute', () => {
    const bare = source.replace(/\{\{[^}]*\}\}/g, 'x').replace(/"[^"]*"/g, '""');
    expect(bare.match(/<[a-z][^>]*\s[\w-]+=(?!")[^>]*>/gi) ?? []).toEqual([]);
  });

  it('takes addresses from data only through the helpers that check them', () => {
    const addresses = [...source.matchAll(/\s(?:href|src|action|formaction)="([^"]*(?:"[^"]*"[^"}]*\}\}[^"]*)*)"/g)];
    const unchecked = addresses
      .map(([, address = '']) => address)
      .filter((address) => !/^(\/|#|\{\{href |\{\{dataUrl |\{\{link |\{\{site\.assets\.)/.test(address));
    expect(unchecked).toEqual([]);
  });

  it('holds no script, no style and no event handler', () => {
    expect(source).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?! type="module" src="\{\{site\.assets\.\w+\}\}")/i);
  });
});

describe('Templates', () => {
  const templates = new Templates(views);
  const assets = new Assets(path.join(folder, 'public'));

  it('has a sample of every page', () => {
    expect(new Set(Object.values(samples).map(({ page }) => page))).toEqual(new Set(templates.names));
  });

  it.each(Object.entries(samples))('renders %s without a gap', (_name, { page, model, area }) => {
    const site = area === undefined ? anonymousSite(assets.links) : adminSite(assets.links, area);
    const html = templates.render(page, model, site);
    expect(html).toMatch(/<h1>[^<]+<\/h1>/);
    expect(html).not.toMatch(/undefined|\[object|NaN|href="#?"|id=""|action="#"/);
    expect(html).not.toMatch(/\sstyle=|<style/);
  });

  it('shows what a template engine would run as the text that it is', () => {
    const hostile = '{{constructor}} {{{x}}} <script>alert(1)</script> "onload="';
    const site = { ...anonymousSite(assets.links), user: { name: hostile, email: hostile } };
    const html = templates.render('error', { title: hostile, heading: hostile } as never, site);
    expect(html).toContain('{{constructor}} {{{x}}} &lt;script&gt;');
    expect(html).not.toContain('<script>alert');
  });

  it('stays within the budgets: CSS 30 kB, JavaScript 40 kB compressed', () => {
    expect(assets.get(assets.links.styles)?.gzip?.length).toBeLessThan(30_000);
    expect(assets.get(assets.links.script)?.gzip?.length).toBeLessThan(40_000);
  });
});
