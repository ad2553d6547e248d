import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TeamPageDto } from '#contract';
import { projectRoot } from '#platform';
import { ApiClient } from '../src/api-client.js';
import { inBrowser, untilShown, type Stage } from './stage.js';
import type { Visitor } from './visitor.js';

const PASSWORD = 'a long sentence for the tests';
const VERSION = '/services/harbour/v1';
const BOOKING = `${VERSION}/post/berths/%7BberthId%7D/bookings`;
const DEEP = 'body.vessel.one-of-1.company.address.country.customs.office.desk.extension';
const SECRET = '/services/vault/v1';
const LONG_TAG = encodeURIComponent('Cargo and everything that belongs to the customs of an international harbour');
const UNTIL_FOUND_MS = 60_000;
const STEP_MS = 180_000;

const document = readFileSync(path.join(projectRoot(), 'apps/quickstart/e2e/harbour.openapi.yaml'));

/** A public and a private service with the same document, and a member of the team that owns them. */
async function publish({ gatehouse }: Stage): Promise<void> {
  const { apiUrl, adminEmail, adminPassword } = gatehouse.facts;
  const api = new ApiClient(apiUrl, adminEmail, adminPassword);
  const { items } = await api.get<TeamPageDto>('/v1/teams');
  const ownerTeamId = items.find(({ kind }) => kind === 'provider')?.id ?? '';
  await api.post('/v1/users', { email: 'paula@example.com', displayName: 'Paula', password: PASSWORD });
  await api.post(`/v1/teams/${ownerTeamId}/members`, { email: 'paula@example.com', role: 'member' });
  const upstreamUrl = `http://127.0.0.1:${gatehouse.env.UPSTREAM_PORT}`;
  for (const [slug, name, visibility] of [
    ['harbour', 'Harbour', 'public'],
    ['vault', 'Vault', 'private'],
  ]) {
    const base = `/v1/services/${slug}`;
    await api.post('/v1/services', { slug, name, visibility, ownerTeamId, summary: `The ${slug} and its ships.` });
    await api.post(`${base}/versions`, { name: 'v1', upstreamUrl });
    await api.putBytes(`${base}/versions/v1/spec?fileName=harbour.openapi.yaml`, document, 'application/yaml');
    await api.post(`${base}/plans`, { name: 'Trial', approval: 'auto', limits: { minute: 60 } });
    await api.post(`${base}/versions/v1/publish`);
  }
}

inBrowser('reading an API in the portal', { folder: 'e2e-reading' }, (stage) => {
  const { findings } = stage;
  let reader: Visitor;

  beforeAll(async () => {
    await publish(stage);
    reader = await stage.arrive();
  }, 180_000);

  const look = async (address: string, picture: string) => {
    await reader.open(address);
    findings.push(...(await reader.look(picture)));
  };
  const answer = async (visitor: Visitor, address: string) => {
    const response = await visitor.page.request.get(stage.url(address));
    return { status: response.status(), type: response.headers()['content-type'], text: await response.text() };
  };
  const focused = () => reader.page.locator(':focus');
  const outline = () => reader.page.evaluate('getComputedStyle(document.activeElement).outlineStyle');

  it(
    'finds an operation from any page by keyboard, misspelt, while it is typed',
    async () => {
      await untilShown(reader, '/search?q=bookBerth', /book_?berth/i, UNTIL_FOUND_MS);
      await look('/search?q=berth', 'search');
      await look('/search?q=qqqqzzzz', 'search-nothing');
      const type = async (text: string) => {
        await reader.page.keyboard.press('/');
        const answered = reader.page.waitForResponse(`**/search.json?q=${text}`);
        await reader.page.keyboard.type(text);
        await (await answered).finished();
      };
      const list = reader.page.getByRole('listbox', { name: 'Results' });
      const wanted = list.getByRole('option', { name: /bookBerth/ });
      await reader.open('/');
      await type('berth');
      await wanted.first().waitFor();
      expect(await focused().getAttribute('aria-expanded')).toBe('true');
      findings.push(...(await reader.look('catalogue-search-as-you-type')));
      await reader.open(`${VERSION}/get/berths`);
      await type('bookBerht');
      await wanted.first().waitFor();
      while ((await wanted.first().getAttribute('aria-selected')) !== 'true') {
        expect(await list.locator('[aria-selected=true]').count()).toBeLessThan(2);
        await reader.page.keyboard.press('ArrowDown');
      }
      await Promise.all([reader.page.waitForURL(`**${BOOKING}*`), reader.page.keyboard.press('Enter')]);
      expect(await reader.page.getByRole('heading', { level: 1 }).innerText()).toBe('Book a berth');
    },
    STEP_MS,
  );

  it(
    'reaches everything in the order of reading, with a focus that is seen',
    async () => {
      await reader.open(BOOKING);
      const names: string[] = [];
      for (let press = 0; press < 30; press += 1) {
        await reader.page.keyboard.press('Tab');
        names.push((await focused().innerText()).trim() || ((await focused().getAttribute('aria-label')) ?? ''));
        expect([names.at(-1), await outline()]).not.toContain('none');
      }
      const order = ['Skip to the content', 'Search services and operations', 'Sign in', 'List berths', 'Get a key'];
      const places = order.map((name) => names.findIndex((found) => found.includes(name)));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
      await reader.open(BOOKING);
      await reader.page.keyboard.press('Tab');
      await reader.page.keyboard.press('Enter');
      // Chromium moves the focus when it has come to the place, which may be after the key was taken.
      await reader.page.locator('#main:focus').waitFor();
    },
    STEP_MS,
  );

  it(
    'says all of an operation: forms, circles, examples, languages, what it calls back',
    async () => {
      await look(BOOKING, 'operation-forms');
      const main = reader.page.locator('main');
      await main.getByText('What it calls back').waitFor();
      await main.locator('#body\\.vessel summary').first().click();
      expect(await main.innerText()).toMatch(/told apart by kind[^]*Tanker tanker[^]*Ship again, as shown above/);
      await reader.press('link', 'A ferry');
      expect(await main.locator('[data-language=curl]').innerText()).toContain('passengers');
      await main.getByText('Python', { exact: true }).click();
      await main.locator('[data-language=python] pre').getByText('requests').first().waitFor();
      await reader.open(`${VERSION}/get/berths`);
      await main.locator('[data-language=python] pre').getByText('requests').first().waitFor();
      expect(await main.innerText()).toMatch(/ship\s+Ship or null/);
      findings.push(...(await reader.look('operation-python')));
      await look(`${VERSION}/webhook/post/shipArrived`, 'webhook');
    },
    STEP_MS,
  );

  it(
    'opens a deep level from its address, and the same without scripts on a page of its own',
    async () => {
      await reader.open(`${BOOKING}#${DEEP}`);
      const target = reader.page.locator(':target');
      await target.getByText('The number to dial.').waitFor();
      expect(await target.getAttribute('id')).toBe(DEEP);
      findings.push(...(await reader.look('operation-deep')));
      const plain = await stage.arrive({ javaScriptEnabled: false });
      await plain.open('/');
      await plain.fill('Search services and operations', 'bookBerth');
      await plain.press('button', 'Search');
      await plain.press('link', /bookBerth/);
      for (const at of ['#body\\.vessel', '#body\\.vessel\\.one-of-1\\.company'])
        await plain.page.locator(`${at} summary`).first().click();
      await plain.press('link', /^2 fields, on a page/);
      expect(await plain.text()).toMatch(/^[^]*Company[^]*address/);
      expect(plain.troubles).toEqual([]);
      await plain.leave();
    },
    STEP_MS,
  );

  it(
    'shows the pages around operations',
    async () => {
      await look(VERSION, 'reference');
      await look(`${VERSION}?q=nothing+like+this`, 'reference-nothing');
      await look(`${VERSION}/schemas/Booking`, 'schema');
      await look(`${VERSION}/tags/${LONG_TAG}`, 'tag');
      await look(`${VERSION}/tags/Berths?print=1`, 'tag-print');
      await reader.page.emulateMedia({ media: 'print' });
      expect(await reader.text()).toMatch(/Book a berth[^]*What it calls back[^]*The ship may enter/);
      expect(await reader.page.getByText('How much it holds.').first().isVisible()).toBe(true);
      expect(await reader.page.locator('header.top').isVisible()).toBe(false);
      await reader.page.emulateMedia({ media: null });
    },
    STEP_MS,
  );

  it(
    'leads through the operations and back from a key to what was read',
    async () => {
      await reader.open(`${VERSION}/get/berths`);
      await reader.press('link', 'Book a berth');
      await reader.page.locator('[rel=prev]').click();
      await reader.page.waitForURL(`**${VERSION}/get/berths`);
      const back = await reader.page.locator('.auth').getByRole('link', { name: 'Get a key' }).getAttribute('href');
      expect(new URL(back ?? '', 'http://portal').searchParams.get('back')).toBe(`${VERSION}/get/berths`);
    },
    STEP_MS,
  );

  it(
    'gives machines the same as people, and each only what they may see',
    async () => {
      const paula = await stage.arrive();
      await paula.signIn('paula@example.com', PASSWORD);
      const lists = [await answer(reader, '/llms.txt'), await answer(paula, '/llms.txt')].map(({ text }) => text);
      expect(lists.map((text) => [text.includes('Harbour v1'), text.includes('Vault v1')])).toEqual([
        [true, false],
        [true, true],
      ]);
      expect((await answer(reader, `${VERSION}/llms.txt`)).text).toContain('/tags/Berths.md');
      const page = await answer(reader, `${BOOKING}.md`);
      expect(page).toMatchObject({ status: 200, type: expect.stringContaining('text/markdown') });
      expect(page.text).toMatch(/^# Book a berth[^]*told apart by `kind`[^]*Callback mayEnter/);
      for (const address of [
        '',
        '.md',
        '/llms.txt',
        '/get/berths',
        '/get/berths.md',
        '/schemas/Ship',
        '/tags/Berths.md',
      ]) {
        expect([address, (await answer(reader, SECRET + address)).status]).toEqual([address, 404]);
        expect([address, (await answer(paula, SECRET + address)).status]).toEqual([address, 200]);
      }
      expect((await answer(reader, '/search.json?q=vault')).text).not.toMatch(/services\/vault/);
      await paula.leave();
    },
    STEP_MS,
  );

  it('finds nothing wrong with its pages', () => {
    expect([...findings, ...reader.troubles]).toEqual([]);
  });
});
