import fc from 'fast-check';
import { createLogger } from '#platform';
import { expectProblem, expectStatus, STRANGE_PIECES, strangeText, waitUntil } from '#testing';
import { addProvider, addPublished, putSpec, type TestProvider } from '../test-support/catalogue.js';
import { runWorker } from '../src/run-worker.js';
import { startTestApp, type TestApp, testConfig } from '../test-support/start-test-app.js';
import { inForm, TEST_MS } from './test-support/form.js';

/** Long ones besides: wherever a text is cut, an emoji may be cut in two. */
const LONG = ['', 'a'].map((before) => before + '😀'.repeat(3_000));

let api: TestApp;
let owner: TestProvider;
let worker: Awaited<ReturnType<typeof runWorker>>;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  worker = await runWorker(testConfig(api.databaseUrl, { DATABASE_POOL_SIZE: '10' }), createLogger('worker', 'silent'));
}, TEST_MS);
afterAll(async () => {
  await worker.stop();
  await api.stop();
});

/** Words that would come to the same slug, were they not looked at closely. */
const alikeSlug = fc.constantFrom(
  'cafe',
  'Cafe ',
  'ｃafe',
  'ca\ufb00e',
  'сafe',
  'caf\u00e9',
  'cafe\u0301',
  'cafe-',
  'CAFE\u200b',
);

it(
  'names of any characters are taken or refused as what they are, and no two things have one slug',
  async () => {
    const slugs: string[] = [];
    const statuses = new Set<number>();
    const add = async (name: string, slug: string | undefined): Promise<void> => {
      const body = { name, slug, ownerTeamId: owner.teamId, summary: name, description: name };
      const answer = await api.http.post('/v1/services', { token: owner.token, body });
      statuses.add(answer.status);
      expect([201, 400, 409]).toContain(answer.status);
      if (answer.status !== 201) return void expectProblem(answer, answer.status, answer.json.code);
      slugs.push(answer.json.slug);
      expect(answer.json.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      const kept = await api.http.get(`/v1/services/${answer.json.slug}`, { token: owner.token });
      expect(kept.json).toMatchObject({ name, summary: name, description: name });
    };
    await fc.assert(
      fc.asyncProperty(strangeText, fc.option(fc.oneof(strangeText, alikeSlug), { nil: undefined }), add),
      { numRuns: inForm(150, 5_000), seed: 46 },
    );
    expect([...statuses].sort()).toEqual([201, 400, 409]);
    expect(new Set(slugs.map((slug) => slug.normalize('NFKC').toLowerCase())).size).toBe(slugs.length);
  },
  TEST_MS,
);

/** A document that holds a text wherever one may stand; of the two, the later one breaks what the earlier one promises. */
function documentOf(text: string, type: string): string {
  const schema = {
    type: 'object',
    title: text,
    required: [text],
    properties: { [text]: { type, enum: [text, type] } },
  };
  const content = { [text]: { schema: { $ref: '#/components/schemas/A' }, example: { [text]: text } } };
  const operation = {
    operationId: text,
    summary: text,
    tags: [text],
    parameters: [{ name: text, in: 'query', description: text, schema: { type, default: text, pattern: text } }],
    responses: { 200: { description: text, content } },
  };
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: text, version: text, description: text },
    tags: [{ name: text, description: text }],
    paths: { [`/${text}`]: { get: operation }, '/plain': { get: { ...operation, operationId: 'plain' } } },
    components: { schemas: { A: schema, [text]: schema } },
  });
}

it.each(
  [...STRANGE_PIECES, ...LONG].map((text, at) => [JSON.stringify(text).slice(0, 20), text, `Strange ${at}`] as const),
)(
  'a document that is made of %s is taken, linted, compared and found, or refused as what it is',
  async (_, text, name) => {
    const slug = await addPublished(api, owner, name);
    const put = (type: string) => putSpec(api, owner, slug, 'v1', documentOf(text, type));
    const taken = await put('string');
    if (taken.status !== 200) {
      expectProblem(taken, 422, taken.json.code);
      expect(taken.json.code).toMatch(/^spec\./);
      return;
    }
    expectStatus(await put('integer'), 200);
    const read = async (path: string) =>
      expectStatus(await api.http.get(`/v1/services/${slug}${path}`, { token: owner.token }), 200);
    expect((await read('/comparison?from=v1@2&to=v1')).counts.breaking).toBeGreaterThan(0);
    expect((await read('/versions/v1/review')).verdict).toBe('unchanged');
    const report = await waitUntil('the linter', async () => {
      const { pending, ...found } = await read('/versions/v1/lint?limit=100');
      return pending ? null : found;
    });
    expect(report).toMatchObject({ failed: false, summary: { score: expect.any(Number) } });
    const { rows } = await api.database.pool.query(
      'SELECT last_error FROM graphile_worker.jobs WHERE last_error IS NOT NULL',
    );
    expect(rows).toEqual([]);
  },
  TEST_MS,
);
