import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#platform';
import { curlOf, runCurl, runInFolder } from './curl.js';
import { inBrowser, untilShown } from './stage.js';
import type { Visitor } from './visitor.js';

const UNTIL_COUNTED_MS = 120_000;
const SERVICE = 'orders-demo';
const VERSION = `/publish/${SERVICE}/v1`;
const CHANGES = `/services/${SERVICE}/changes`;
const WHY = 'The only caller has agreed to this.';
const demo = readFileSync(path.join(projectRoot(), 'apps/quickstart/demo/orders.openapi.yaml'), 'utf8');

/** The demo document with a filter that has to be sent from now on, and one operation more. */
const breaking = demo
  .replace('- name: limit\n          in: query\n', '- name: limit\n          in: query\n          required: true\n')
  .replace(
    'components:\n  securitySchemes:',
    "  /reports:\n    get:\n      summary: Reports\n      responses: { '200': { description: All of them. } }\ncomponents:\n  securitySchemes:",
  );

inBrowser('the pages about documents', { folder: 'e2e-documents' }, (stage) => {
  let admin: Visitor;

  async function give(document: string): Promise<void> {
    const file = { name: 'orders.yaml', mimeType: 'application/yaml', buffer: Buffer.from(document) };
    await admin.page.getByLabel('OpenAPI document').setInputFiles(file);
  }

  beforeAll(async () => {
    for (let call = 0; call < 3; call++) await runCurl(stage.gatehouse.facts.demoCurl);
    admin = await stage.admin({ javaScriptEnabled: false });
  }, 180_000);

  stage.step('name who calls which operation, and write to them after a second look', async () => {
    await untilShown(admin, `${VERSION}/callers`, /GET\s+\/orders/, UNTIL_COUNTED_MS);
    await stage.look(`${VERSION}/callers`, 'callers');
    const csv = await admin.page.request.get(stage.url(`${VERSION}/callers.csv`));
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

  stage.step('tell a build what it would break, by the commands that the documentation has', async () => {
    const { apiUrl, adminEmail: email, adminPassword: password } = stage.gatehouse.facts;
    const headers = { 'content-type': 'application/json' };
    const credentials = { method: 'POST', headers, body: JSON.stringify({ email, password }) };
    const { accessToken } = (await (await fetch(`${apiUrl}/v1/sessions`, credentials)).json()) as {
      accessToken: string;
    };
    const run = (about: RegExp, document: string) => {
      const command = curlOf('life-of-a-version.md', about).replace(
        /services\/orders\/versions\/v\d/,
        `services/${SERVICE}/versions/v1`,
      );
      return runInFolder(command, { api: apiUrl, token: accessToken }, ['openapi.yaml', document]);
    };
    expect(run(/check\/spec/, demo)).toEqual({ exitCode: 0, output: expect.stringContaining('verdict: unchanged') });
    const refused = {
      exitCode: 22,
      output: expect.stringMatching(/^BREAKING +GET \/orders: .*limit.*\n +called by .+ calls?$/m),
    };
    expect(run(/check\/spec/, breaking)).toEqual(refused);
    expect(run(/-X PUT/, demo)).toEqual({ exitCode: 0, output: expect.stringContaining('"state":"published"') });
    expect(run(/-X PUT/, breaking)).toEqual({
      exitCode: 22,
      output: expect.stringContaining('version.breaking_change'),
    });
  });

  stage.step('show what a new document breaks and for whom, before anything happens', async () => {
    await admin.open(`${VERSION}/review`);
    await admin.press('link', 'New document');
    await stage.look(`${VERSION}/proposal`, 'proposal-new');
    await admin.fill('Or its address', 'http://127.0.0.1:9/orders.yaml');
    await admin.press('button', 'See what it changes');
    expect(await admin.page.locator('#documentUrl-error').count()).toBe(1);
    await admin.fill('Or its address', '');
    await give(breaking);
    await admin.press('button', 'See what it changes');
    expect(await admin.text()).toMatch(/It breaks what people call today[^]*limit[^]*\d calls?/);
    await stage.look(`${VERSION}/proposal`, 'proposal');
  });

  stage.step('refuse to publish it without a good reason, and keep what was typed', async () => {
    await admin.fill(/Why it is published/, 'because');
    await admin.press('button', 'Publish all the same');
    expect(await admin.page.locator('#overrideReason-error').count()).toBe(1);
    expect(await admin.page.locator('#overrideReason').inputValue()).toBe('because');
    await stage.look(VERSION + '/review', 'published-version');
  });

  stage.step('publish it with a reason that the audit log keeps', async () => {
    await admin.fill(/Why it is published/, WHY);
    await admin.press('button', 'Publish all the same');
    expect(await admin.text()).toMatch(/v1 has its new document[^]*revision 2/);
    await admin.open('/admin/audit?subjectKind=version');
    expect(await admin.page.content()).toContain(WHY);
  });

  stage.step('list what changed, to be narrowed, kept as an address, and taken along', async () => {
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
    const csv = await admin.page.request.get(stage.url(`${CHANGES}/csv?from=v1@1&to=v1@2`));
    expect(await csv.text()).toContain('/reports');
    const stranger = await stage.arrive({ javaScriptEnabled: false });
    await stranger.open(CHANGES);
    expect(await stranger.text()).toMatch(/v1, revision 1 to v1, revision 2[^]*limit/);
    await stranger.open(`${CHANGES}?from=v1@1&to=v1@9`);
    expect(await stranger.text()).toContain('There is no such document');
    await stranger.open(`${CHANGES}?from=v1@2&to=v1`);
    expect(await stranger.text()).toContain('one and the same document');
    await stranger.leave();
    await stage.look(CHANGES, 'changes');
  });

  stage.step('show what the linter found, and hold the documents against the rules of the team', async () => {
    await untilShown(admin, `${VERSION}/lint`, /of 100/);
    await stage.look(`${VERSION}/lint`, 'lint');
    await admin.press('link', 'The rules of the team');
    const rules = new URL(admin.page.url()).pathname;
    await stage.look(rules, 'lint-rules');
    await admin.page.getByLabel(/^Block/).check();
    const first = admin.page.locator('.rules select').first();
    const field = await first.getAttribute('name');
    await first.selectOption('off');
    await admin.press('button', 'Save the rules');
    expect(await admin.page.locator(`select[name="${field}"]`).inputValue()).toBe('off');
    await untilShown(admin, `${VERSION}/lint`, /publishes no document with errors/);
  });

  stage.step('say that the linter broke off, and show what it finds when somebody has it try again', async () => {
    const { gatehouse } = stage;
    const [spec] = await gatehouse.sql<{ hash: string; bytes: Buffer }>(
      `SELECT hash, bytes FROM spec JOIN version ON spec_hash = hash JOIN service ON service.id = service_id
       WHERE slug = 'orders-demo' AND version.name = 'v1'`,
    );
    await gatehouse.sql('DELETE FROM lint_report WHERE spec_hash = $1', [spec?.hash]);
    await gatehouse.sql("UPDATE spec SET bytes = '{' WHERE hash = $1", [spec?.hash]);
    await untilShown(admin, `${VERSION}/lint`, /Linting this document broke off\./);
    expect(await admin.text()).not.toMatch(/of 100/);
    await stage.look(`${VERSION}/lint`, 'lint-broken-off');
    await gatehouse.sql('UPDATE spec SET bytes = $1 WHERE hash = $2', [spec?.bytes, spec?.hash]);
    await admin.press('button', 'Retry now');
    expect(await admin.page.content()).toContain('It is linted again.');
    await untilShown(admin, `${VERSION}/lint`, /of 100/);
    expect(await admin.page.getByRole('button', { name: 'Retry now' }).count()).toBe(0);
  });

  stage.step('take a document back that nobody wants any more', async () => {
    await admin.open(`${VERSION}/edit`);
    await give(demo);
    await admin.press('button', 'Save');
    expect(await admin.text()).toMatch(/The new document waits for you[^]*It breaks what people call/);
    await admin.press('link', 'Drop it');
    await admin.press('button', 'Drop it');
    expect(await admin.text()).toContain('Dropped. v1 stays as it is.');
  });

  stage.step('say in words what a new version would mean beside the one that is live', async () => {
    await admin.open('/publish/orders-demo/versions/new');
    await admin.fill('Name of the version', 'v2');
    await give(demo);
    await admin.press('button', 'Make the draft');
    expect(await admin.text()).toMatch(/Compared with v1, revision 2[^]*\/reports/);
    await stage.look('/publish/orders-demo/v2/review', 'draft-compared');
  });

  it('are pages in which axe-core finds nothing, none wider than a telephone', () => {
    expect(stage.findings).toEqual([]);
  });
});
