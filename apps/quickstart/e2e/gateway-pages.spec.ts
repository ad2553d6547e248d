import { waitUntil } from '#testing';
import { inBrowser, untilShown } from './stage.js';
import type { Visitor } from './visitor.js';

const SOON_MS = 60_000;

interface KongService {
  id: string;
  name: string;
  read_timeout: number;
  tags: string[] | null;
}

inBrowser('the pages about gateways', { folder: 'e2e-gateways' }, (stage) => {
  let admin: Visitor;
  let gatewayPage: string;

  /** What somebody does at the Admin API of the gateway behind our back. */
  async function byHand<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${stage.gatehouse.facts.gatewayAdminUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    expect(response.status).toBeLessThan(300);
    return (await response.json()) as T;
  }

  beforeAll(async () => {
    admin = await stage.admin({ javaScriptEnabled: false });
    await admin.open('/admin/gateways');
    await admin.press('link', 'Local gateway');
    gatewayPage = new URL(admin.page.url()).pathname;
  }, 180_000);

  it('show what was edited by hand, field by field, and write it over when that is confirmed', async () => {
    const { data } = await byHand<{ data: KongService[] }>('GET', '/services');
    const ours = data.find(({ name }) => name === 'orders-demo.v1');
    await byHand('PATCH', `/services/${ours?.id}`, { read_timeout: 1234 });
    await admin.press('button', 'Sweep now');
    await untilShown(admin, `${gatewayPage}/drift`, /read_timeout/);
    expect(await admin.text()).toMatch(/60000[^]*1234/);
    const csv = await admin.page.request.get(stage.url(`${gatewayPage}/drift.csv`));
    expect(await csv.text()).toMatch(/orders-demo\.v1.*read_timeout.*60000.*1234/);
    await admin.press('button', 'Ignore');
    expect(await admin.text()).toContain('Tick what it is about first.');
    await admin.page.getByLabel(/orders-demo\.v1/).check();
    await admin.press('button', 'Overwrite');
    await admin.press('button', 'Overwrite 1 object');
    await waitUntil(
      'the wished time-out on the gateway',
      async () => (await byHand<KongService>('GET', `/services/${ours?.id}`)).read_timeout === ours?.read_timeout,
      SOON_MS,
    );
  }, 180_000);

  it('list what others have put there, and say what would become of it', async () => {
    const { id } = await byHand<KongService>('POST', '/services', { name: 'billing', url: 'http://127.0.0.1:9' });
    await byHand('POST', '/routes', { name: 'billing', paths: ['/billing'], service: { id } });
    await admin.open(gatewayPage);
    await admin.press('button', 'Sweep now');
    await untilShown(admin, `${gatewayPage}/foreign`, /billing/);
    expect(await admin.text()).toContain('Gatehouse never touches');
    await admin.press('link', 'Adopt them');
    await admin.press('button', 'Read what stands there');
    await untilShown(admin, `${gatewayPage}/adoption`, /What stays as it is, and why/);
    expect(await admin.text()).toContain('billing');
  }, 180_000);

  it('say beside the field that an address does not answer, and take it all the same when that is wanted', async () => {
    await admin.open('/admin/gateways/new');
    await admin.fill('Name', 'Second');
    await admin.fill('Admin address', 'http://127.0.0.1:9');
    await admin.fill('Address for calls', 'http://127.0.0.1:9');
    await admin.press('button', 'Register');
    expect(await admin.page.locator('#adminUrl-error').count()).toBe(1);
    await admin.page.getByLabel(/although it does not answer/).check();
    await admin.press('button', 'Register');
    await untilShown(admin, new URL(admin.page.url()).pathname, /It does not answer/);
  }, 180_000);

  it('are pages in which axe-core finds nothing, none wider than a telephone', async () => {
    for (const part of ['', '/capabilities', '/edit', '/drift', '/foreign', '/adoption', '/refill'])
      await stage.look(`${gatewayPage}${part}`, `gateway${part.replace('/', '-')}`);
    expect(stage.findings).toEqual([]);
  }, 180_000);
});
