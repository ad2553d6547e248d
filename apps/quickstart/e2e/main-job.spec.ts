import path from 'node:path';
import { projectRoot } from '#platform';
import { waitUntil } from '#testing';
import { ApiClient } from '../src/api-client.js';
import { runCurl } from './curl.js';
import type { RunningQuickstart } from './run-quickstart.js';
import { inBrowser } from './stage.js';
import type { Visitor } from './visitor.js';

const PASSWORD = 'a long sentence for the tests';
const DOCUMENT = path.join(projectRoot(), 'apps/quickstart/demo/orders.openapi.yaml');
const UNTIL_LIVE_MS = 60_000;
const UNTIL_COUNTED_MS = 60_000;

/** Somebody of a platform team: an account and a provider team, as an admin makes them. */
async function addProvider({ apiUrl, adminEmail, adminPassword }: RunningQuickstart['facts']): Promise<void> {
  const api = new ApiClient(apiUrl, adminEmail, adminPassword);
  await api.post('/v1/users', { email: 'paula@example.com', displayName: 'Paula', password: PASSWORD });
  const team = await api.post<{ id: string }>('/v1/teams', { name: 'Commerce', kind: 'provider' });
  await api.post(`/v1/teams/${team.id}/members`, { email: 'paula@example.com', role: 'owner' });
}

inBrowser('the main job, from the first start to the usage chart', { folder: 'e2e' }, (stage) => {
  const { findings } = stage;
  let paula: Visitor;
  let dana: Visitor;
  let curl = '';
  let applicationUrl = '';

  beforeAll(async () => {
    await addProvider(stage.gatehouse.facts);
    paula = await stage.arrive();
    dana = await stage.arrive();
  }, 180_000);

  stage.step('starts with a curl that works as printed', async () => {
    expect(await runCurl(stage.gatehouse.facts.demoCurl)).toMatchObject({ status: 200 });
  });

  stage.step('lets a platform team publish a service with a document and two plans', async () => {
    await paula.signIn('paula@example.com', PASSWORD);
    await paula.open('/publish/new');
    findings.push(...(await paula.look('publish-new')));
    await paula.fill('Name', 'Orders');
    await paula.fill('Address', 'orders');
    await paula.fill('One sentence', 'Place, follow and cancel orders.');
    await paula.press('button', 'Register');

    await paula.press('link', /new version/i);
    await paula.fill('Name of the version', 'v1');
    await paula.page.getByLabel('OpenAPI document').setInputFiles(DOCUMENT);
    await paula.fill('Upstream', `http://127.0.0.1:${stage.gatehouse.env.UPSTREAM_PORT}`);
    findings.push(...(await paula.look('version-new')));
    await paula.press('button', 'Make the draft');

    await addPlan('Free', { minute: '5', month: '1000' }, /At once/);
    await addPlan('Gold', { minute: '600' }, /By your team/);
    await paula.open('/publish/orders/v1/review');
    findings.push(...(await paula.look('publish-review')));
    await paula.press('button', /publish v1/i);
    await paula.page.locator('#deployments').getByText(/live/i).first().waitFor({ timeout: UNTIL_LIVE_MS });
    findings.push(...(await paula.look('published')));
  });

  async function addPlan(name: string, windows: Record<string, string>, approval: RegExp): Promise<void> {
    await paula.open('/publish/orders/plans/new');
    await paula.fill('Name', name);
    for (const [window, limit] of Object.entries(windows))
      await paula.page.locator(`input[name="${window}"]`).fill(limit);
    await paula.page.getByLabel(approval).check();
    await paula.press('button', 'Add the plan');
  }

  stage.step('lets an external developer sign up, read the API and get a key that works at once', async () => {
    await dana.open('/');
    findings.push(...(await dana.look('catalogue')));
    await dana.press('link', 'Orders');
    findings.push(...(await dana.look('service')));
    await dana.press('link', /List orders/);
    findings.push(...(await dana.look('operation')));
    await dana.open('/sign-up');
    findings.push(...(await dana.look('sign-up')));
    await dana.fill('Your name', 'Dana');
    await dana.fill('Email', 'dana@example.com');
    await dana.fill('Password', PASSWORD);
    await dana.press('button', 'Sign up');

    await dana.open('/services/orders');
    await dana.press('link', /Get a key with Free/);
    await dana.fill(/Name of the (new )?application/, 'Till');
    await dana.fill('Name of the key', 'production');
    findings.push(...(await dana.look('get-key')));
    await dana.press('button', 'Get the key');
    curl = await dana.page.locator('pre code', { hasText: 'curl' }).first().innerText();
    expect(curl).toMatch(/apikey: ghl[0-9A-Za-z]{46}/);
    await dana.page
      .getByText(/accepts? (it|the key|this key)/i)
      .first()
      .waitFor({ timeout: UNTIL_LIVE_MS });
    findings.push(...(await dana.look('key-revealed')));
    expect(await runCurl(curl)).toMatchObject({ status: 200 });
  });

  stage.step('lets five calls a minute through and answers the sixth with 429 and RateLimit headers', async () => {
    const answers = [];
    for (let call = 0; call < 12; call++) answers.push(await runCurl(curl));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers).toMatchObject({
      'ratelimit-limit': '5',
      'ratelimit-remaining': '0',
      'ratelimit-reset': expect.any(String),
      'retry-after': expect.any(String),
    });
  });

  stage.step('never shows the key again', async () => {
    const key = /ghl[0-9A-Za-z]{46}/.exec(curl)?.[0] ?? '';
    await dana.page.getByLabel('I have stored the key.').check();
    await dana.press('button', 'Go to the application');
    expect(await dana.text()).toContain('Till');
    await dana.open('/applications');
    findings.push(...(await dana.look('applications')));
    await dana.press('link', 'Till');
    applicationUrl = dana.page.url();
    findings.push(...(await dana.look('application')));
    expect(await dana.page.content()).not.toContain(key);
    for (const process of ['portal-api', 'portal-web', 'worker', 'local-gateway'])
      expect(stage.gatehouse.log(process)).not.toContain(key);
  });

  async function askForGold(): Promise<void> {
    await dana.open(applicationUrl);
    await dana.press('link', /Change or cancel/);
    await dana.page.getByLabel(/Gold/).check();
    await dana.press('button', 'Change the plan');
  }

  stage.step('lets the platform team turn a request down with a reason, and the old plan holds', async () => {
    await askForGold();
    expect(await dana.text()).toMatch(/Gold/);
    await paula.open('/approvals');
    findings.push(...(await paula.look('approvals')));
    await paula.press('button', 'Reject');
    expect(await paula.text()).toMatch(/reason/i);
    await paula.fill(/Reason/, 'No contract yet.');
    await paula.press('button', 'Reject');
    await dana.open(applicationUrl);
    await dana.press('link', /Change or cancel/);
    expect(await dana.text()).toContain('No contract yet.');
    findings.push(...(await dana.look('subscription')));
  });

  stage.step('lets it approve one, and the limits change without a new key', async () => {
    await askForGold();
    await paula.open('/approvals');
    await paula.press('button', 'Approve');
    const answer = await waitUntil(
      'the new limit on the gateway',
      async () => {
        const found = await runCurl(curl);
        return found.headers['x-ratelimit-limit-minute'] === '600' ? found : null;
      },
      UNTIL_LIVE_MS,
    );
    expect(answer.status).toBe(200);
  });

  stage.step('shows the calls within a minute: to the application, to the owners, to the admin', async () => {
    const shown = async (visitor: Visitor, address: string) => {
      await waitUntil(
        `usage at ${address}`,
        async () => {
          await visitor.open(address);
          return (await visitor.page.locator('svg').count()) > 0 && /GET\s*\/orders/.test(await visitor.text());
        },
        UNTIL_COUNTED_MS,
      );
    };
    await shown(dana, `${applicationUrl}/usage?range=1h`);
    findings.push(...(await dana.look('usage')));
    await shown(paula, '/publish/orders/usage?range=1h');
    const admin = await stage.admin();
    await admin.open('/admin?range=1h');
    expect(await admin.text()).toMatch(/Orders/);
    findings.push(...(await admin.look('admin')));
    await admin.open('/admin/gateways');
    findings.push(...(await admin.look('gateways')));
    expect(admin.troubles).toEqual([]);
    await admin.leave();
  });

  stage.step('has more pages beside the way', async () => {
    const look = async (visitor: Visitor, address: string, picture: string) => {
      await visitor.open(address);
      findings.push(...(await visitor.look(picture)));
    };
    await look(dana, '/account', 'account');
    await look(dana, '/applications/new', 'application-new');
    await look(dana, `${applicationUrl}/settings`, 'application-settings');
    await look(dana, `${applicationUrl}/keys/new`, 'key-new');
    await dana.open(applicationUrl);
    await dana.press('link', 'production');
    findings.push(...(await dana.look('key')));
    await look(dana, '/nowhere', 'error');
    await look(dana, '/teams', 'teams');
    await look(dana, '/teams/new', 'team-new');
    await look(paula, '/publish', 'publish');
    await look(paula, '/publish/orders', 'publish-service');
    await look(paula, '/publish/orders/plans/new', 'plan-new');
    await look(paula, '/publish/orders/usage?range=1h', 'publish-usage');
    await paula.open('/teams');
    await paula.press('link', 'Commerce');
    findings.push(...(await paula.look('team')));
    const admin = await stage.admin();
    await look(admin, '/admin/audit', 'audit');
    expect(admin.troubles).toEqual([]);
    await admin.leave();
    const stranger = await stage.arrive();
    await look(stranger, '/sign-in', 'sign-in');
    await stranger.leave();
  });

  stage.step('answers 401 after the key is revoked, and the page says when which gateway confirmed', async () => {
    await dana.open(applicationUrl);
    await dana.press('link', /Revoke/);
    findings.push(...(await dana.look('revoke')));
    await dana.fill(/to confirm/, 'production');
    await dana.press('button', /Revoke/);
    await waitUntil('the key to be refused', async () => (await runCurl(curl)).status === 401, UNTIL_LIVE_MS);
    await dana.open(applicationUrl);
    await dana.page
      .getByText(/Local gateway/)
      .first()
      .waitFor({ timeout: UNTIL_LIVE_MS });
    await waitUntil(
      'the confirmation on the page',
      async () => {
        await dana.open(applicationUrl);
        return /Refused\s+Local gateway, since/.test(await dana.text());
      },
      UNTIL_LIVE_MS,
    );
    findings.push(...(await dana.look('revoked')));
  });

  stage.step('works without JavaScript', async () => {
    const plain = await stage.arrive({ javaScriptEnabled: false });
    await plain.open('/');
    await plain.press('link', 'Orders');
    await plain.press('link', /List orders/);
    expect(await plain.page.locator('body').innerText()).toContain('curl');
    await plain.signIn('dana@example.com', PASSWORD);
    await plain.open(`${applicationUrl}/usage?range=1h`);
    expect(await plain.page.locator('svg').count()).toBeGreaterThan(0);
    await plain.leave();
  });

  it('has pages in which axe-core finds nothing, none wider than a telephone', () => {
    expect(findings).toEqual([]);
  });

  it('breaks no rule of its own content security policy', () => {
    expect([...paula.troubles, ...dana.troubles]).toEqual([]);
  });

  stage.step('stops on Ctrl-C and goes on with the same data', async () => {
    expect(await stage.gatehouse.interrupt()).toBe(0);
    stage.gatehouse = await stage.gatehouse.again();
    expect(await runCurl(stage.gatehouse.facts.demoCurl)).toMatchObject({ status: 200 });
    await dana.open('/services/orders');
    expect(await dana.text()).toContain('Orders');
  });
});
