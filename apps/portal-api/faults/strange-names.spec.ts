import { createLogger } from '#platform';
import { expectProblem, expectStatus, waitUntil } from '#testing';
import { addProvider, addPublished, putSpec, type TestProvider } from '../test-support/catalogue.js';
import { runWorker } from '../src/run-worker.js';
import { startTestApp, type TestApp, testConfig } from '../test-support/start-test-app.js';
import { chanceOf } from './test-support/chance.js';
import { inForm, TEST_MS } from './test-support/form.js';

/** What names are made of here: each piece has broken something somewhere. */
const PIECES = [
  'orders',
  'Orders',
  'ORDERS ',
  'оrders', // the first letter is Cyrillic
  'e\u0301', // é in two characters
  '\u00e9', // and in one
  '\u202eredro', // turns the text around
  '\u200b', // nothing that can be seen
  '\u0000',
  '\ud83d', // half of a character
  '😀',
  '𝕺',
  'ﬁ',
  'ß',
  'İ',
  '\u00a0',
  '\r\n',
  '\u001b[31m',
  '-',
  '/../',
  '%00',
  '<b>',
  "'; --",
];

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

function nameOf(round: number): string {
  const length = 1 + Math.floor(chanceOf('length', round) * 4);
  const pick = (at: number) => PIECES[Math.floor(chanceOf('piece', round, at) * PIECES.length)] ?? '';
  return Array.from({ length }, (_, at) => pick(at)).join('');
}

it(
  'names of any characters are taken or refused as what they are, and no two things have one slug',
  async () => {
    const slugs: string[] = [];
    const statuses = new Set<number>();
    for (let round = 0; round < inForm(150, 5_000); round++) {
      const name = nameOf(round);
      const body = { name, ownerTeamId: owner.teamId, summary: name, description: name };
      const answer = await api.http.post('/v1/services', { token: owner.token, body });
      statuses.add(answer.status);
      if (answer.status === 201) {
        slugs.push(answer.json.slug);
        const kept = await api.http.get(`/v1/services/${answer.json.slug}`, { token: owner.token });
        expect(kept.json).toMatchObject({ name, summary: name, description: name });
      } else expectProblem(answer, answer.status, answer.json.code);
    }
    expect([...statuses].filter((status) => ![201, 400, 409].includes(status))).toEqual([]);
    expect([...statuses]).toContain(201);
    expect([...statuses]).toContain(400);
    expect(slugs.filter((slug) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))).toEqual([]);
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

it.each([...PIECES, ...LONG].map((text, at) => [JSON.stringify(text).slice(0, 20), text, `Strange ${at}`] as const))(
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
