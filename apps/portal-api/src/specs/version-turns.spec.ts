import { jest } from '@jest/globals';
import { expectProblem, expectStatus } from '#testing';
import { addProvider, addPublished, putSpec, type TestProvider } from '../../test-support/catalogue.js';
import { startTestApp, type TestApp } from '../../test-support/start-test-app.js';
import { Readers } from '../readers/readers.js';

const document = (title: string): Buffer =>
  Buffer.from(JSON.stringify({ openapi: '3.1.0', info: { title, version: '1' }, paths: { '/a': { get: {} } } }));

let api: TestApp;
let owner: TestProvider;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => api.stop());

it('a version does not take a document whose turn was lost while its rows were written', async () => {
  const slug = await addService('Lost');
  const readers = api.app.get(Readers);
  const run = readers.run.bind(readers);
  const writing = jest.spyOn(readers, 'run').mockImplementation(async (task, ...input) => {
    const result = await run(task, ...input);
    // Whoever comes now would write rows of the same revision. Other specs have databases on the same server.
    if (task === 'write')
      await api.database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7036177
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
    return result;
  });
  expectProblem(await putSpec(api, owner, slug, 'v1', document('Two')), 503, 'database.unavailable');
  expect(await revisions(slug)).toEqual([1]);
  writing.mockRestore();
  expectStatus(await putSpec(api, owner, slug, 'v1', document('Two')), 200);
  expect(await revisions(slug)).toEqual([2, 1]);
});

const addService = (name: string) => addPublished(api, owner, name);

async function revisions(slug: string): Promise<number[]> {
  const found = expectStatus(await api.http.get(`/v1/services/${slug}/versions/v1`, { token: owner.token }), 200);
  return (found.revisions as { number: number }[]).map(({ number }) => number);
}
