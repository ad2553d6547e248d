import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { projectRoot } from '#platform';
import { findBrowser, launchBrowser, waitUntil } from '#testing';
import { runCurl } from './curl.js';
import { RunningQuickstart } from './run-quickstart.js';
import { Visitor } from './visitor.js';

const executable = findBrowser();
const reason = executable === null ? ' (skipped: no Chromium is installed; set CHROMIUM_PATH)' : '';
const inBrowser = executable === null ? describe.skip : describe;

const SOON_MS = 60_000;
const UNTIL_COUNTED_MS = 120_000;
const VERSION = '/publish/orders-demo/v1';
const CHANGES = '/services/orders-demo/changes';
const WHY = 'The only caller has agreed to this.';
const demo = readFileSync(path.join(projectRoot(), 'apps/quickstart/demo/orders.openapi.yaml'), 'utf8');

/** The demo document with a filter that has to be sent from now on, and one operation more. */
const breaking = demo
  .replace('- name: limit\n          in: query\n', '- name: limit\n          in: query\n          required: true\n')
  .replace(
    'components:\n  securitySchemes:',
    "  /reports:\n    get:\n      summary: Reports\n      responses: { '200': { description: All of them. } }\ncomponents:\n  securitySchemes:",
  );

inBrowser(`the pages about documents${reason}`, () => {
  let gatehouse: RunningQuickstart;
  let browser: Browser;
  let admin: Visitor;
  const findings: string[] = [];
  let broken: string | undefined;

  /** One step of the story; after one has failed the later ones fail at once, because they build on it. */
  function step(name: string, work: () => Promise<void>): void {
    it(
      name,
      async () => {
        if (broken !== undefined) throw new Error(`An earlier step failed: ${broken}`);
        broken = name;
        await work();
        broken = undefined;
      },
      180_000,
    );
  }

  async function untilShown(address: string, words: RegExp, withinMs = SOON_MS): Promise<void> {
    await waitUntil(
      `${words.source} on ${address}`,
      async () => {
        await admin.open(address);
        return words.test(await admin.text());
      },
      withinMs,
    );
  }

  async function give(document: string): Promise<void> {
    const file = { name: 'orders.yaml', mimeType: 'application/yaml', buffer: Buffer.from(document) };
    await admin.page.getByLabel('OpenAPI document').setInputFiles(file);
  }

  /** What the page says, in a window with scripts, in both themes, wide and narrow. */
  async function look(address: string, picture: string): Promise<void> {
    const reader = await Visitor.arrive(browser, gatehouse.facts.portalUrl);
    await reader.signIn(gatehouse.facts.adminEmail, gatehouse.facts.adminPassword);
    await reader.open(address);
    findings.push(...(await reader.look(picture)), ...reader.troubles);
    await reader.leave();
  }

  beforeAll(async () => {
    gatehouse = await RunningQuickstart.start('e2e-documents');
    browser = await launchBrowser(executable ?? '');
    for (let call = 0; call < 3; call++) await runCurl(gatehouse.facts.demoCurl);
    admin = await Visitor.arrive(browser, gatehouse.facts.portalUrl, { javaScriptEnabled: false });
    await admin.signIn(gatehouse.facts.adminEmail, gatehouse.facts.adminPassword);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await gatehouse?.remove();
  }, 60_000);

  step('name who calls which operation, and write to them after a second look', async () => {
    await untilShown(`${VERSION}/callers`, /GET\s+\/orders/, UNTIL_COUNTED_MS);
    await look(`${VERSION}/callers`, 'callers');
    const csv = await admin.page.request.get(new URL(`${VERSION}/callers.csv`, gatehouse.facts.portalUrl).href);
    expect(await csv.text()).toMatch(/"GET","\/orders","\d+"/);
    await admin.press('link', '/orders');
    expect(await admin.text()).toContain('that called GET /orders');
    await admin.fill('Subject', 'A filter has to be sent');
    await admin.page.locator('#text').fill('From next week on, limit is needed.');
    await admin.press('button', 'Look it over');
    expect(await admin.text()).toMatch(/Orders.* v1: A filter has to be sent/);
    await admin.press('button', 'Send it');
    expect(await admin.text()).toMatch(/1 mail to 1 team is under way/);
  });

  step('show what a new document breaks and for whom, before anything happens', async () => {
    await admin.open(`${VERSION}/review`);
    await admin.press('link', 'New document');
    await look(`${VERSION}/proposal`, 'proposal-new');
    await admin.fill('Or its address', 'http://127.0.0.1:9/orders.yaml');
    await admin.press('button', 'See what it changes');
    expect(await admin.page.locator('#documentUrl-error').count()).toBe(1);
    await admin.fill('Or its address', '');
    await give(breaking);
    await admin.press('button', 'See what it changes');
    expect(await admin.text()).toMatch(/It breaks what people call today[^]*limit[^]*\d calls?/);
    await look(`${VERSION}/proposal`, 'proposal');
  });

  step('refuse to publish it without a good reason, and keep what was typed', async () => {
    await admin.fill(/Why it is published/, 'because');
    await admin.press('button', 'Publish all the same');
    expect(await admin.page.locator('#overrideReason-error').count()).toBe(1);
    expect(await admin.page.locator('#overrideReason').inputValue()).toBe('because');
    await look(VERSION + '/review', 'published-version');
  });

  step('publish it with a reason that the audit log keeps', async () => {
    await admin.fill(/Why it is published/, WHY);
    await admin.press('button', 'Publish all the same');
    expect(await admin.text()).toMatch(/v1 has its new document[^]*revision 2/);
    await admin.open('/admin/audit?subjectKind=version');
    expect(await admin.page.content()).toContain(WHY);
  });

  step('list what changed, to be narrowed, kept as an address, and taken along', async () => {
    await admin.open(`${VERSION}/review`);
    await admin.press('link', 'What changed');
    expect(await admin.text()).toMatch(/v1, revision 1 to v1, revision 2[^]*limit[^]*\/reports/);
    await admin.page.getByLabel('Class').selectOption('safe');
    await admin.press('button', 'Compare');
    expect(await admin.text()).not.toContain('became required');
    expect(await admin.page.getByLabel('Class').inputValue()).toBe('safe');
    await admin.page.getByLabel('Class').selectOption('');
    await admin.page.getByLabel('Only what my applications call').check();
    await admin.press('button', 'Compare');
    expect(await admin.text()).toContain('limit');
    expect(await admin.page.locator('.changes').innerText()).not.toContain('/reports');
    const csv = await admin.page.request.get(
      new URL(`${CHANGES}/csv?from=v1@1&to=v1@2`, gatehouse.facts.portalUrl).href,
    );
    expect(await csv.text()).toContain('/reports');
    const stranger = await Visitor.arrive(browser, gatehouse.facts.portalUrl, { javaScriptEnabled: false });
    await stranger.open(CHANGES);
    expect(await stranger.text()).toMatch(/v1, revision 1 to v1, revision 2[^]*limit/);
    await stranger.open(`${CHANGES}?from=v1@1&to=v1@9`);
    expect(await stranger.text()).toContain('There is no such document');
    await stranger.open(`${CHANGES}?from=v1@2&to=v1`);
    expect(await stranger.text()).toContain('one and the same document');
    await stranger.leave();
    await look(CHANGES, 'changes');
  });

  step('show what the linter found, and hold the documents against the rules of the team', async () => {
    await untilShown(`${VERSION}/lint`, /of 100/);
    await look(`${VERSION}/lint`, 'lint');
    await admin.press('link', 'The rules of the team');
    const rules = new URL(admin.page.url()).pathname;
    await look(rules, 'lint-rules');
    await admin.page.getByLabel(/^Block/).check();
    const first = admin.page.locator('.rules select').first();
    const field = await first.getAttribute('name');
    await first.selectOption('off');
    await admin.press('button', 'Save the rules');
    expect(await admin.page.locator(`select[name="${field}"]`).inputValue()).toBe('off');
    await untilShown(`${VERSION}/lint`, /publishes no document with errors/);
  });

  step('take a document back that nobody wants any more', async () => {
    await admin.open(`${VERSION}/edit`);
    await give(demo);
    await admin.press('button', 'Save');
    expect(await admin.text()).toMatch(/The new document waits for you[^]*It breaks what people call/);
    await admin.press('link', 'Drop it');
    await admin.press('button', 'Drop it');
    expect(await admin.text()).toContain('Dropped. v1 stays as it is.');
  });

  step('say in words what a new version would mean beside the one that is live', async () => {
    await admin.open('/publish/orders-demo/versions/new');
    await admin.fill('Name of the version', 'v2');
    await give(demo);
    await admin.press('button', 'Make the draft');
    expect(await admin.text()).toMatch(/Compared with v1, revision 2[^]*\/reports/);
    await look('/publish/orders-demo/v2/review', 'draft-compared');
  });

  it('are pages in which axe-core finds nothing, none wider than a telephone', () => {
    expect([broken, ...findings]).toEqual([undefined]);
  });
});
