import { jest } from '@jest/globals';
import { createLogger } from '#platform';
import { expectProblem, expectStatus, waitUntil } from '#testing';
import {
  addProvider,
  addService,
  addVersion,
  orders,
  putSpec,
  type TestProvider,
} from '../../test-support/catalogue.js';
import { startTestApp, type TestApp, testConfig, type TestUser } from '../../test-support/start-test-app.js';
import { Readers } from '../readers/readers.js';
import { runWorker } from '../run-worker.js';

let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let worker: Awaited<ReturnType<typeof runWorker>>;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  stranger = await api.addUser('stranger');
  worker = await runWorker(testConfig(api.databaseUrl, { DATABASE_POOL_SIZE: '10' }), createLogger('worker', 'silent'));
});
afterAll(async () => {
  await worker.stop();
  await api.stop();
});

const at = (slug: string, rest: string) => `/v1/services/${slug}/versions/v1/${rest}`;
const read = (slug: string, rest: string, headers = {}) =>
  api.http.get(at(slug, rest), { token: owner.token, headers });
const policy = () => `/v1/teams/${owner.teamId}/lint-policy`;
const choose = async (gate: string, rules: object) => {
  const { revision } = expectStatus(await api.http.get(policy(), { token: owner.token }), 200);
  const headers = { 'if-match': `"${revision}"` };
  return api.http.put(policy(), { token: owner.token, headers, body: { gate, rules } });
};

async function addDraft(name: string): Promise<string> {
  const slug = await addService(api, owner, name);
  await addVersion(api, owner, slug);
  await waitUntil('the linter to be done', async () => !expectStatus(await read(slug, 'lint'), 200).pending);
  return slug;
}

it('lints every document soon after it came, and says where and how to mend it', async () => {
  const slug = await addDraft('Linted');
  const report = expectStatus(await read(slug, 'lint'), 200);
  expect(report.summary).toMatchObject({ gate: 'warn', byRule: { 'security-defined': 3 } });
  expect(report.items).toHaveLength(report.summary.errors + report.summary.warnings);
  expect(report.items[0]).toMatchObject({ severity: 'error', line: 1, advice: expect.stringMatching(/\.$/) });
  const two = expectStatus(await read(slug, 'lint?limit=2'), 200);
  const rest = expectStatus(await read(slug, `lint?cursor=${two.nextCursor}`), 200);
  expect([...two.items, ...rest.items]).toEqual(report.items);
  const warnings = expectStatus(await read(slug, 'lint?severity=warn'), 200).items as { severity: string }[];
  expect(new Set(warnings.map(({ severity }) => severity))).toEqual(new Set(['warn']));
  const csv = await read(slug, 'lint', { accept: 'text/csv' });
  expect(csv.text.trimEnd().split('\r\n')).toHaveLength(report.items.length + 1);
});

it('keeps the score of each revision', async () => {
  const slug = await addDraft('Scored');
  expectStatus(await putSpec(api, owner, slug, 'v1', orders('Scored again')), 200);
  const history = async () => expectStatus(await read(slug, 'lint/history'), 200).items as { revision: number }[];
  await waitUntil('the second score', async () => (await history()).length === 2);
  expect((await history()).map(({ revision }) => revision)).toEqual([2, 1]);
});

it('follows the rules of the team, for the documents that it has already too', async () => {
  const slug = await addDraft('Chosen');
  expectStatus(await choose('warn', { 'security-defined': 'off', 'operation-summary': 'error' }), 200);
  const summary = async () => expectStatus(await read(slug, 'lint'), 200).summary as { byRule: object } | null;
  await waitUntil('the new report', async () => (await summary()) !== null);
  expect((await summary())?.byRule).not.toHaveProperty('security-defined');
  const { rules } = expectStatus(await api.http.get(policy(), { token: owner.token }), 200);
  expect(rules).toContainEqual(
    expect.objectContaining({ rule: 'security-defined', default: 'error', severity: 'off' }),
  );
  expectProblem(await choose('warn', { unknown: 'off' }), 400, 'request.invalid');
  expectProblem(await choose('warn', { 'operation-summary': 'loud' }), 400, 'request.invalid');
  expectStatus(await choose('warn', {}), 200);
});

it('keeps documents with errors from being published where the team wants that', async () => {
  const slug = await addDraft('Blocked');
  expectStatus(await choose('block', {}), 200);
  const publish = () => api.http.post(at(slug, 'publish'), { token: owner.token });
  expectProblem(await publish(), 409, 'version.lint_blocked');
  expect(expectStatus(await read(slug, 'review'), 200).verdict).toBe('blocked');
  expectStatus(await choose('warn', {}), 200);
  expectStatus(await publish(), 202);
});

/** The bytes of the document of v1, as they are stored. */
async function setBytes(slug: string, bytes: Buffer): Promise<Buffer> {
  const { prisma } = api.database;
  const { specHash } = await prisma.version.findFirstOrThrow({ where: { name: 'v1', service: { slug } } });
  const hash = specHash ?? '';
  const before = await prisma.spec.findUniqueOrThrow({ where: { hash } });
  await prisma.spec.update({ where: { hash }, data: { bytes: Uint8Array.from(bytes) } });
  await prisma.lintReport.deleteMany({ where: { specHash: hash } });
  return Buffer.from(before.bytes);
}

it('says that it broke off, and is done at once when somebody asks for it', async () => {
  const slug = await addDraft('Broken');
  const bytes = await setBytes(slug, Buffer.from('{'));
  const report = async () => expectStatus(await read(slug, 'lint'), 200);
  await waitUntil('linting to break off', async () => (await report()).failed);
  expect(await report()).toMatchObject({ summary: null, pending: false, items: [] });
  expect(expectStatus(await read(slug, 'review'), 200)).toMatchObject({ lint: null, lintFailed: true });
  await setBytes(slug, bytes);
  expectProblem(await api.http.post(at(slug, 'lint'), { token: stranger.token }), 404, 'request.not_found');
  expectStatus(await api.http.post(at(slug, 'lint'), { token: owner.token }), 202);
  await waitUntil('the report', async () => (await report()).summary !== null);
  expect((await report()).failed).toBe(false);
});

it('says in its report, as a warning, that it came to no end, and does not try that again', async () => {
  const { run } = Readers.prototype;
  const asked = jest.spyOn(Readers.prototype, 'run').mockImplementation(function (this: Readers, task, input) {
    return run.call(this, task, input, task === 'lint' ? { deadlineMs: 0 } : {});
  });
  const slug = await addDraft('Endless');
  const report = expectStatus(await read(slug, 'lint'), 200);
  expect(report.summary).toMatchObject({ score: 0, errors: 0, warnings: 1, byRule: { 'gatehouse/gave-up': 1 } });
  expect(report.items).toMatchObject([{ message: expect.stringMatching(/^Linting this document takes longer than/) }]);
  expect(asked.mock.calls.filter(([task]) => task === 'lint')).toHaveLength(1);
  asked.mockRestore();
});

it('keeps a document back that it cannot look at, where errors keep documents back', async () => {
  const slug = await addDraft('Unseen');
  await setBytes(slug, Buffer.from('{'));
  expectStatus(await choose('block', {}), 200);
  const review = expectStatus(await read(slug, 'review'), 200);
  expect(review).toMatchObject({ verdict: 'blocked', lintFailed: true });
  const publish = await api.http.post(at(slug, 'publish'), { token: owner.token });
  expect(expectProblem(publish, 409, 'version.lint_blocked').detail).toContain('Lint it again');
  expectStatus(await choose('warn', {}), 200);
});

it('begins with a document that nobody has asked it about, when somebody looks', async () => {
  const slug = await addDraft('Older');
  await setBytes(slug, Buffer.from(orders('Older')));
  expect(expectStatus(await read(slug, 'lint'), 200)).toMatchObject({ pending: true, failed: false });
  await waitUntil('the report', async () => expectStatus(await read(slug, 'lint'), 200).summary !== null);
});

it('is for the team of the service alone', async () => {
  const slug = await addDraft('Private');
  expectProblem(await api.http.get(at(slug, 'lint'), { token: stranger.token }), 404, 'request.not_found');
  expectProblem(await api.http.get(policy(), { token: stranger.token }), 404, 'request.not_found');
});
