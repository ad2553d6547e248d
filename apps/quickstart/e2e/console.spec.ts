import { waitUntil } from '#testing';
import type { AuditPageDto, UsageDto } from '#contract';
import { ApiClient } from '../src/api-client.js';
import { inBrowser } from './stage.js';
import type { Visitor } from './visitor.js';

const PASSWORD = 'a long sentence for the tests';
const OPERATION = '/services/orders-demo/v1/get/orders';
const CONSOLE = '/services/orders-demo/v1/console';
const KEY = /\bgh[a-z][0-9A-Za-z]{46}\b/;
const UNTIL_LIVE_MS = 60_000;
const UNTIL_COUNTED_MS = 60_000;

inBrowser('trying an operation in the portal', { folder: 'e2e-console' }, (stage) => {
  const { findings } = stage;
  let dana: Visitor;
  let admin: ApiClient;

  beforeAll(async () => {
    const { apiUrl, adminEmail, adminPassword } = stage.gatehouse.facts;
    admin = new ApiClient(apiUrl, adminEmail, adminPassword);
    await admin.post('/v1/users', { email: 'dana@example.com', displayName: 'Dana', password: PASSWORD });
    dana = await stage.arrive();
  }, 180_000);

  const answered = (visitor: Visitor, status: RegExp) =>
    visitor.page.locator('#console-status', { hasText: status }).waitFor({ timeout: UNTIL_LIVE_MS });

  stage.step('asks a reader to sign in, and leads back', async () => {
    await dana.open(OPERATION);
    await dana.press('link', 'Sign in to try it');
    await dana.fill('Email', 'dana@example.com');
    await dana.fill('Password', PASSWORD);
    await dana.press('button', 'Sign in');
    expect(new URL(dana.page.url()).pathname).toBe(`${CONSOLE}/get/orders`);
    expect(await dana.text()).toContain('needs a subscription');
    findings.push(...(await dana.look('console-without-key')));
  });

  stage.step('says on the operation how to get a key', async () => {
    await dana.open(OPERATION);
    await dana.page.locator('.console-entry').getByRole('link', { name: 'Get a key' }).click();
    await dana.fill(/Name of the (new )?application/, 'Till');
    await dana.fill('Name of the key', 'production');
    await dana.press('button', 'Get the key');
    await dana.press('link', /^Back to what you came for/);
    expect(new URL(dana.page.url()).pathname).toBe(OPERATION);
  });

  stage.step('opens in the page, sends the first call with success and shows what is left of the limit', async () => {
    await dana.page.getByRole('link', { name: 'Try it', exact: true }).click();
    await dana.page.locator('#console-form').waitFor();
    findings.push(...(await dana.look('operation-console')));
    await dana.page.getByRole('button', { name: 'Send', exact: true }).click();
    await answered(dana, /200/);
    const answer = await dana.page.locator('#console-answer').innerText();
    expect(answer).toContain('Espresso cups');
    expect(answer).toMatch(/\d+ of \d+ a minute left/);
    findings.push(...(await dana.look('operation-console-answered')));
    expect(await dana.page.content()).not.toMatch(KEY);
  });

  stage.step('sends a body with Ctrl and Enter, and keeps what was typed when a field is missing', async () => {
    await dana.open(`${CONSOLE}/post/orders`);
    const body = dana.page.getByLabel(/^Body/);
    expect(await body.inputValue()).toContain('Moka pot');
    await body.fill('{"item": "Kettle", "quantity": 2}');
    await body.press('Control+Enter');
    await answered(dana, /201/);
    expect(await dana.page.locator('#console-answer').innerText()).toContain('Kettle');
    findings.push(...(await dana.look('console-answered')));
    await dana.open(`${CONSOLE}/get/orders/%7Bid%7D`);
    expect(await dana.page.getByLabel('id').inputValue()).toBe('1001');
  });

  stage.step('ends the key when the page is left', async () => {
    const { gatewayAdminUrl } = stage.gatehouse.facts;
    await waitUntil(
      'the gateway to know no key but the one that Dana holds and that of the demo',
      async () => {
        const { data } = (await (await fetch(`${gatewayAdminUrl}/key-auths`)).json()) as { data: unknown[] };
        return data.length === 2;
      },
      UNTIL_LIVE_MS,
    );
    await waitUntil(
      'the keys of the consoles that were left to be revoked',
      async () => {
        const { items } = await admin.get<AuditPageDto>('/v1/audit?limit=100');
        const of = (action: string, side: 'before' | 'after') =>
          items.filter((entry) => entry.action === action && JSON.stringify(entry[side]).includes('"Console"')).length;
        return of('credential.issued', 'after') === 2 && of('credential.revoked', 'before') === 2;
      },
      UNTIL_LIVE_MS,
    );
  });

  stage.step('works as a plain form, with errors beside the field and nothing lost', async () => {
    const plain = await stage.arrive({ javaScriptEnabled: false });
    await plain.signIn('dana@example.com', PASSWORD);
    await plain.open(`${CONSOLE}/get/orders`);
    await plain.page.getByLabel('state').selectOption('packed');
    await plain.press('button', 'Send');
    expect(await plain.text()).toMatch(/200\s*OK/);
    expect(await plain.text()).toContain('Espresso cups');
    expect(await plain.page.getByLabel('state').inputValue()).toBe('packed');
    await plain.press('button', 'Send');
    expect(await plain.text()).toMatch(/What you have sent/);
    expect(await plain.page.content()).not.toMatch(KEY);
    await plain.open(`${CONSOLE}/get/orders/%7Bid%7D`);
    await plain.fill('id', '..');
    await plain.press('button', 'Send');
    expect(await plain.text()).toMatch(/would lead to another path/i);
    expect(await plain.page.getByLabel('id').inputValue()).toBe('..');
    await plain.leave();
  });

  stage.step('counts the calls as console use', async () => {
    await waitUntil(
      'the calls to be counted',
      async () => (await admin.get<UsageDto>('/v1/usage?range=1h')).totals.console >= 4,
      UNTIL_COUNTED_MS,
    );
  });

  stage.step('writes no key to a log, and finds nothing wrong with its pages', async () => {
    for (const process of ['portal-api', 'portal-web', 'worker', 'local-gateway'])
      expect(stage.gatehouse.log(process)).not.toMatch(KEY);
    expect([...findings, ...dana.troubles]).toEqual([]);
  });
});
