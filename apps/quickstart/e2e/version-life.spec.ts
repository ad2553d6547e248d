import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#platform';
import { type HttpAnswer, HttpHarness, waitUntil } from '#testing';
import { type CurlAnswer, runCurl } from './curl.js';
import { DocumentsServer } from './documents-server.js';
import { inBrowser, untilShown } from './stage.js';
import type { Visitor } from './visitor.js';

const DAY_MS = 86_400_000;
const UNTIL_LIVE_MS = 60_000;
const LIFE = '/publish/orders-demo/v1/lifecycle';
/** Half past the hour, so that a zone that is dropped on the way shows. */
const KOLKATA = { timezoneId: 'Asia/Kolkata', minutesAhead: 330 };

const demo = readFileSync(path.join(projectRoot(), 'apps/quickstart/demo/orders.openapi.yaml'), 'utf8');
/** The demo document, with nothing about who may call it. */
const unsecured = demo.replace('security:\n  - key: []\n', '');
const documents = new DocumentsServer();

async function settings(): Promise<NodeJS.ProcessEnv> {
  return { OUTBOUND_ALLOWED: await documents.listen() };
}

/** A whole minute, so many days from now. */
function inDays(days: number): Date {
  return new Date(Math.floor((Date.now() + days * DAY_MS) / 60_000) * 60_000);
}

/** What is typed into a field for day and time, so many minutes ahead of UTC. */
function typed(at: Date, minutesAhead = 0): string {
  return new Date(at.getTime() + minutesAhead * 60_000).toISOString().slice(0, 16);
}

inBrowser('the life of a version in its pages', { folder: 'e2e-life', settings }, (stage) => {
  const end = inDays(200);
  let admin: Visitor;
  let rules: string;

  beforeAll(async () => {
    admin = await stage.admin({ javaScriptEnabled: false });
  }, 180_000);
  afterAll(() => documents.close());

  const call = (): Promise<CurlAnswer> => runCurl(stage.gatehouse.facts.demoCurl);
  const address = (): string => /'(https?:\/\/[^']+)'/.exec(stage.gatehouse.facts.demoCurl)?.[1] ?? '';
  /** Asked without a key, because the plan lets through so many calls a minute and no more. */
  const untilAnswered = (what: string, fits: (answer: HttpAnswer) => boolean): Promise<HttpAnswer> =>
    waitUntil(
      what,
      async () => {
        const answer = await new HttpHarness(address()).get('');
        return fits(answer) ? answer : null;
      },
      UNTIL_LIVE_MS,
    );

  stage.step('take a document from an address, and keep what follows the ? to themselves', async () => {
    documents.documents.set('/orders.yaml', unsecured);
    await admin.open('/publish/orders-demo/versions/new');
    await admin.fill('Name of the version', 'v2');
    await admin.fill('Or its address', `http://${documents.host}/missing.yaml`);
    await admin.fill('Upstream', `http://127.0.0.1:${stage.gatehouse.env.UPSTREAM_PORT}`);
    await admin.press('button', 'Make the draft');
    expect(await admin.page.locator('#documentUrl-error').innerText()).toContain('404');
    await admin.fill('Or its address', `http://${documents.host}/orders.yaml?key=c0ffee`);
    await admin.press('button', 'Make the draft');
    expect(await admin.text()).toMatch(/v2 is a draft[^]*Compared with v1[^]*List orders/);
    expect(await admin.page.content()).not.toContain('c0ffee');
    expect(documents.asked).toEqual(['/missing.yaml', '/orders.yaml?key=c0ffee']);
    await stage.look('/publish/orders-demo/v2/review', 'imported-draft');
  });

  stage.step('keep back what the linter finds errors in, and lead to what is to be mended', async () => {
    await untilShown(admin, '/publish/orders-demo/v2/lint', /of 100/);
    await admin.press('link', 'The rules of the team');
    rules = new URL(admin.page.url()).pathname;
    await admin.page.getByLabel(/^Block/).check();
    await admin.press('button', 'Save the rules');
    await admin.open('/publish/orders-demo/v2/review');
    expect(await admin.text()).toMatch(/It cannot be published as it is\.[^]*errors/);
    await admin.press('button', 'Publish v2');
    expect(await admin.page.getByRole('alert').innerText()).toMatch(/The linter found \d+ errors/);
    await stage.look('/publish/orders-demo/v2/review', 'draft-blocked');
    await admin.press('link', 'See the errors');
    expect(await admin.page.getByLabel('Severity').inputValue()).toBe('error');
    expect(await admin.text()).toMatch(/17[^]*Add security to the operation or to the document/);
    await stage.look('/publish/orders-demo/v2/lint?severity=error', 'lint-blocked');
  });

  stage.step('publish what was mended', async () => {
    await admin.open('/publish/orders-demo/v2/edit');
    documents.documents.set('/orders.yaml', demo);
    await admin.fill('Or its address', `http://${documents.host}/orders.yaml`);
    await admin.press('button', 'Save');
    await admin.press('button', 'Publish v2');
    expect(await admin.text()).toContain('v2 is published');
    await untilShown(admin, '/publish/orders-demo/v2/review', /Local gateway[^]*live/i);
  });

  stage.step('keep back the new document of a live version, too, and show its findings', async () => {
    await admin.open('/publish/orders-demo/v1/proposal');
    documents.documents.set('/orders.yaml', unsecured);
    await admin.fill('Or its address', `http://${documents.host}/orders.yaml`);
    await admin.press('button', 'See what it changes');
    expect(await admin.text()).toContain('It cannot be published as it is.');
    expect(await admin.page.getByRole('button', { name: /^Publish/ }).count()).toBe(0);
    await stage.look('/publish/orders-demo/v1/proposal', 'proposal-blocked');
    await admin.press('link', 'All findings');
    expect(await admin.text()).toMatch(/of 100[^]*security|security[^]*of 100/i);
    const csv = await admin.page.request.get(stage.url('/publish/orders-demo/v1/proposal/lint.csv?severity=error'));
    expect(await csv.text()).toMatch(/"error","security-defined"/);
    await stage.look('/publish/orders-demo/v1/proposal/lint', 'proposal-lint');
    await admin.open('/publish/orders-demo/v1/review');
    expect(await admin.text()).toContain('A new document waits for review.');
    await stage.look('/publish/orders-demo/v1/review', 'version-with-proposal');
    await admin.press('link', 'See what it changes');
    await admin.press('link', 'Drop it');
    await admin.press('button', 'Drop it');
    await admin.open(rules);
    await admin.page.getByLabel(/^Warn/).check();
    await admin.press('button', 'Save the rules');
  });

  stage.step('deprecate it with an end in the own time zone, and every answer of the gateway says so', async () => {
    expect((await call()).headers).not.toHaveProperty('deprecation');
    await stage.look(LIFE, 'life-published');
    const reader = await stage.admin({ timezoneId: KOLKATA.timezoneId });
    await reader.open(LIFE);
    expect(await reader.page.locator('#sunsetAt-hint').innerText()).toMatch(
      /^In your time zone, Asia\/(Kolkata|Calcutta)\./,
    );
    await reader.fill('Ends', typed(end, KOLKATA.minutesAhead));
    await reader.page.getByLabel('Callers should move to').selectOption('v2');
    await reader.press('button', 'Deprecate');
    expect(await reader.text()).toContain('v1 is deprecated');
    expect(await reader.page.locator('#sunsetAt').inputValue()).toBe(typed(end, KOLKATA.minutesAhead));
    const shown = reader.page.locator('.timeline li:last-child time').first();
    expect(await shown.getAttribute('title')).toBe(end.toUTCString().replace('GMT', 'UTC'));
    expect(reader.troubles).toEqual([]);
    await reader.leave();
    const refused = await untilAnswered('the headers', ({ headers }) => headers.has('deprecation'));
    expect([refused.status, refused.headers.get('sunset')]).toEqual([401, end.toUTCString()]);
    const { status, headers } = await call();
    expect(status).toBe(200);
    expect(headers.deprecation).toMatch(/^@\d{10}$/);
    expect(headers.sunset).toBe(end.toUTCString());
    expect(headers.link).toMatch(/<[^>]*\/orders-demo\/v2[^>]*>; *rel="?successor-version"?/);
    await stage.look(LIFE, 'life-deprecated');
  });

  stage.step('say to readers without scripts that times are of UTC, and take them so', async () => {
    await admin.open(LIFE);
    expect(await admin.page.locator('#sunsetAt-hint').innerText()).toMatch(/^In UTC\./);
    expect(await admin.page.locator('#sunsetAt').inputValue()).toBe(typed(end));
    await admin.fill('From', typed(inDays(150)));
    await admin.fill('Until', typed(new Date(inDays(150).getTime() + 3_600_000)));
    await admin.press('button', 'Plan the brown-out');
    expect(await admin.text()).toMatch(/The brown-out is planned[^]*UTC to [^]*UTC[^]*10 of 100, planned/);
    const yesterday = typed(inDays(-1));
    await admin.fill('From', yesterday);
    await admin.fill('Until', typed(inDays(1)));
    await admin.press('button', 'Plan the brown-out');
    expect(await admin.page.locator('#startsAt-error').count()).toBe(1);
    expect(await admin.page.locator('#startsAt').inputValue()).toBe(yesterday);
    await stage.look(LIFE, 'life-brownout');
  });

  stage.step('plan what happens by itself, and take the plan back', async () => {
    const life = '/publish/orders-demo/v2/lifecycle';
    await admin.open(life);
    await admin.fill('Deprecated from', typed(inDays(30)));
    await admin.fill('Ends', typed(inDays(90)));
    await admin.page.getByLabel('Retire it by itself then').check();
    await admin.press('button', 'Deprecate');
    expect(await admin.text()).toMatch(
      /v2 will be deprecated by itself[^]*It will be deprecated[^]*It will be retired/,
    );
    await stage.look(life, 'life-planned');
    await admin.press('button', 'Drop the plan');
    expect(await admin.text()).toContain('nothing is planned');
    expect(await admin.text()).not.toContain('It will be deprecated');
  });

  stage.step('retire it by name: 410 for everybody, with what to use instead', async () => {
    await admin.open(LIFE);
    await admin.press('link', 'Retire v1');
    await stage.look(`/publish/orders-demo/v1/retire`, 'retire');
    await admin.fill(/to confirm/, 'v2');
    await admin.press('button', 'Retire the version');
    expect((await call()).status).toBe(200);
    await admin.fill(/to confirm/, 'v1');
    await admin.press('button', 'Retire the version');
    expect(await admin.text()).toContain('v1 is retired');
    const { text } = await untilAnswered('410', (answer) => answer.status === 410);
    expect(text).toContain('v2');
    const { status, headers } = await call();
    expect([status, headers['content-type']]).toEqual([410, expect.stringContaining('application/problem+json')]);
    await admin.open(LIFE);
    expect(await admin.text()).toMatch(/Deprecated[^]*Retired/);
    await stage.look(LIFE, 'life-retired');
  });

  stage.step('take it off the gateways when nobody needs the answer any more', async () => {
    await admin.open(LIFE);
    await admin.press('link', 'Stop answering');
    await admin.fill(/to confirm/, 'v1');
    await admin.press('button', 'Stop answering');
    expect(await admin.text()).toContain('The gateways take v1 off now.');
    await untilAnswered('404', ({ status }) => status === 404);
  });

  it('are pages in which axe-core finds nothing, none wider than a telephone', () => {
    expect(stage.findings).toEqual([]);
  });
});
