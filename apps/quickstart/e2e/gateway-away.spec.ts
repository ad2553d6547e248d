import { waitUntil } from '#testing';
import { ApiClient } from '../src/api-client.js';
import { runCurl } from './curl.js';
import { inBrowser } from './stage.js';
import type { Visitor } from './visitor.js';

const EMAIL = 'dana@example.com';
const PASSWORD = 'a long sentence for the tests';
const GATEWAY = 'apps/local-gateway/src/main.js';
const CATCH_UP_MS = 60_000;

inBrowser('a gateway that does not answer', { folder: 'e2e-away' }, (stage) => {
  let dana: Visitor;

  beforeAll(async () => {
    const { apiUrl, adminEmail, adminPassword } = stage.gatehouse.facts;
    const admin = new ApiClient(apiUrl, adminEmail, adminPassword);
    await admin.post('/v1/users', { email: EMAIL, displayName: 'Dana', password: PASSWORD });
    const api = new ApiClient(apiUrl, EMAIL, PASSWORD);
    const { id } = await api.post<{ id: string }>('/v1/applications', { name: 'Till' });
    await api.post(`/v1/applications/${id}/subscriptions`, { service: 'orders-demo', plan: 'trial' });
    dana = await stage.arrive();
    await dana.signIn(EMAIL, PASSWORD);
    await dana.open(`/applications/${id}/keys/new`);
  }, 180_000);

  it('holds nobody up: the key is made, the page says that it is not yet on the gateway, and the rest catches up', async () => {
    stage.gatehouse.signal(GATEWAY, 'SIGSTOP');
    let curl = '';
    try {
      await dana.fill('Name of the key', 'night shift');
      await dana.press('button', 'Make the key');
      curl = await dana.page.locator('pre code', { hasText: 'curl' }).first().innerText();
      expect(await dana.page.locator('#key-state').innerText()).toMatch(/on its way|not yet/i);
      await dana.open('/');
      expect(await dana.text()).toContain('Orders (demo)');
    } finally {
      stage.gatehouse.signal(GATEWAY, 'SIGCONT');
    }
    await waitUntil('the key to work', async () => (await runCurl(curl)).status === 200, CATCH_UP_MS);
    await waitUntil(
      'the page to say so',
      async () => {
        await dana.open('/applications');
        await dana.press('link', 'Till');
        return /Live/.test(await dana.text());
      },
      CATCH_UP_MS,
    );
    expect(dana.troubles).toEqual([]);
  }, 180_000);
});
