import { createLogger, uuid } from '#platform';
import { expectStatus, waitUntil } from '#testing';
import {
  addProvider,
  addPublished,
  addService,
  addVersion,
  putSpec,
  type TestProvider,
} from '../../test-support/catalogue.js';
import { countStatements } from '../../test-support/count-statements.js';
import { at, petStore, SearchStage, titles } from '../../test-support/search-stage.js';
import { testConfig, type TestUser } from '../../test-support/start-test-app.js';
import { runWorker } from '../run-worker.js';

let stage: SearchStage;
let admin: TestUser;
beforeAll(async () => {
  stage = await SearchStage.start();
  admin = await stage.api.addUser('admin', 'admin');
  await stage.publish('Pet store', petStore());
});
afterAll(() => stage.api.stop());

describe('who finds what', () => {
  const secret = (name: string) => ({
    openapi: '3.0.3',
    info: { title: name, version: '1' },
    paths: { '/zebra': { get: at(`${name}Zebra`) } },
  });
  let granted: TestProvider;
  let member: TestUser;
  beforeAll(async () => {
    granted = await addProvider(stage.api, 'granted');
    member = await stage.api.addUser('member');
    await stage.publish('Open', secret('open'));
    await stage.publish('Inner', secret('inner'), { visibility: 'internal' });
    const slug = await stage.publish('Closed', secret('closed'), { visibility: 'private' });
    const body = { teamIds: [granted.teamId] };
    expectStatus(await stage.api.http.put(`/v1/services/${slug}/grants`, { token: stage.owner.token, body }), 200);
  });

  const zebras = async (token?: string) => {
    const page = await stage.search('zebra', { kind: 'operation' }, token);
    const found = page.items.map(({ title }) => title.replace('Zebra', '')).sort();
    expect(page.total).toBe(found.length);
    expect(page.facets.services.map(({ value }) => value).sort()).toEqual(found);
    return found;
  };

  it('anonymous: public; signed in: internal, too; granted, owner and admin: private, too', async () => {
    expect(await zebras()).toEqual(['open']);
    expect(await zebras(member.token)).toEqual(['inner', 'open']);
    for (const { token } of [granted, stage.owner, admin])
      expect(await zebras(token)).toEqual(['closed', 'inner', 'open']);
  });

  it('tells nobody by a correction what a service is called that they do not see', async () => {
    await stage.publish(
      'Den',
      { ...secret('den'), paths: { '/wolverine': { get: at('w') } } },
      { visibility: 'private' },
    );
    expect(await stage.search('wolvreine')).toMatchObject({ corrected: null, items: [] });
    expect((await stage.search('wolvreine', {}, stage.owner.token)).corrected).toBe('wolverine');
  });

  it('holds at once when a service becomes private', async () => {
    const slug = await stage.publish('Turning', {
      ...secret('turning'),
      paths: { '/giraffe': { get: at('giraffe') } },
    });
    expect((await stage.search('giraffe')).total).toBeGreaterThan(0);
    const headers = { 'if-match': '"1"' };
    const body = { visibility: 'private' };
    expectStatus(await stage.api.http.patch(`/v1/services/${slug}`, { token: stage.owner.token, headers, body }), 200);
    expect((await stage.search('giraffe')).total).toBe(0);
  });

  it('never finds drafts, not even for their team', async () => {
    const slug = await addService(stage.api, stage.owner, 'Unfinished');
    await addVersion(stage.api, stage.owner, slug);
    await stage.index.version(await stage.versionId(slug));
    expect(titles(await stage.search('unfinished', {}, stage.owner.token))).toEqual([]);
  });
});

describe('keeping up', () => {
  const rows = async (slug: string) =>
    (
      await stage.api.database.pool.query<{ id: string; title: string }>(
        'SELECT e.id::text, e.title FROM search_entry e JOIN service s ON s.id = e.service_id WHERE s.slug = $1 ORDER BY e.id',
        [slug],
      )
    ).rows;

  it('writes of a changed document only what differs', async () => {
    const slug = await stage.publish('Changing', petStore());
    const before = await rows(slug);
    const more = { '/walrus': { get: at('feedWalrus') } };
    expectStatus(await putSpec(stage.api, stage.owner, slug, 'v1', JSON.stringify(petStore(more))), 200);
    await stage.index.version(await stage.versionId(slug));
    const after = await rows(slug);
    const known = new Set(before.map(({ id }) => id));
    expect(after.filter(({ id }) => !known.has(id)).map(({ title }) => title)).toEqual(['feedWalrus']);
    expect(await stage.first('feedWalrus')).toBe('operation feedWalrus');
    expectStatus(await putSpec(stage.api, stage.owner, slug, 'v1', JSON.stringify(petStore())), 200);
    await stage.index.version(await stage.versionId(slug));
    expect(await rows(slug)).toEqual(before);
  });

  it('asks one statement of a search that finds something, signed in or not', async () => {
    const statements = (token?: string) => countStatements(() => stage.search('pet', {}, token));
    // Beginning and ending the transaction that bounds its time are counted here, too.
    expect(await statements()).toBe(3);
    expect(await statements(stage.owner.token)).toBe(4);
  });

  it('follows by itself what is published, renamed and retired, and what was there before', async () => {
    await stage.api.database.pool.query('DELETE FROM search_entry');
    const worker = await runWorker(
      testConfig(stage.api.databaseUrl, { DATABASE_POOL_SIZE: '12' }),
      createLogger('worker', 'fatal'),
    );
    const isFound = (query: string, title: string) =>
      waitUntil(`${title} to be found`, async () => (await stage.first(query)) === title, 60_000);
    try {
      await stage.api.database.pool.query(`SELECT graphile_worker.add_job('index-stale', '{}'::json)`);
      await isFound('findPetsByStatus', 'operation findPetsByStatus');
      const slug = await addPublished(stage.api, stage.owner, 'Lighthouses');
      await isFound('lighthouses', slug);
      const path = `/v1/services/${slug}`;
      const change = { token: stage.owner.token, headers: { 'if-match': '"1"' }, body: { name: 'Windmills' } };
      expectStatus(await stage.api.http.patch(path, change), 200);
      await isFound('windmills readOrder', 'operation readOrder');
      for (const move of ['deprecate', 'retire']) {
        const { status } = await stage.api.http.post(`${path}/versions/v1/${move}`, {
          token: stage.owner.token,
          body: {},
        });
        expect([200, 202]).toContain(status);
      }
      await waitUntil('the entries to be gone', async () => (await rows(slug)).length === 0, 60_000);
    } finally {
      await worker.stop();
    }
  }, 180_000);

  it('does nothing for a version that is there no more', async () => {
    await expect(stage.index.version(uuid())).resolves.toBeUndefined();
    await expect(stage.index.service(uuid())).resolves.toBeUndefined();
  });
});
