import { request } from 'node:http';
import { jest } from '@jest/globals';
import { Fault } from '#domain';
import { expectStatus, waitUntil } from '#testing';
import { ReaderProcess } from '../readers/reader-process.js';
import { Readers } from '../readers/readers.js';
import { SharedWork } from '../shared-work.js';
import { at, BYTES, documentOf, PublishingStage, REASON } from '../../test-support/publishing-stage.js';

/** Keeps the one reader that compares and lints busy for longer than a test lasts. */
const LARGE = Buffer.from(`openapi: 3.0.0\nx-large:\n${'  - {a: [1, 2, {b: c}]}\n'.repeat(600_000)}`);

let stage: PublishingStage;
beforeAll(async () => (stage = await PublishingStage.start()));
afterAll(() => stage.api.stop());
afterEach(() => jest.restoreAllMocks());

/** Others wait their turn behind this. `tasks` are those that readers got since. */
async function holdTurn() {
  const run = jest.spyOn(ReaderProcess.prototype, 'run');
  const tasks = () => run.mock.calls.map(([{ task }]) => task);
  const held = new AbortController();
  const linting = { bytes: LARGE, ruleSet: { rules: {} } };
  const done = readers()
    .run('lintUnkept', linting, { signal: held.signal })
    .catch(() => undefined);
  await waitUntil('the long task', () => tasks().includes('lintUnkept'));
  run.mockClear();
  const release = async () => {
    held.abort();
    await done;
  };
  return { tasks, release };
}

const readers = () => stage.api.app.get(Readers);

/** A client on a connection of its own; `leave` ends that, and waits until the API has noticed. */
async function ask(method: string, path: string, body = '') {
  const headers = { ...BYTES, authorization: `Bearer ${stage.owner.token}` };
  const client = request((await stage.api.app.getUrl()) + path, { method, headers, agent: false });
  client.on('error', () => undefined).end(body);
  return async () => {
    const abort = jest.spyOn(AbortController.prototype, 'abort');
    client.destroy();
    await waitUntil('the end of the connection', () =>
      abort.mock.calls.some(([reason]) => reason instanceof Fault && reason.code === 'request.abandoned'),
    );
  };
}

describe('a request whose client has gone', () => {
  it('compares and lints nothing when it was a check', async () => {
    const slug = await stage.live('Checked and left');
    const { tasks, release } = await holdTurn();
    const asked = jest.spyOn(readers(), 'run');
    const leave = await ask('POST', at(slug, '/check/spec'), documentOf({ withReport: true }));
    await waitUntil('the comparison to wait', () => asked.mock.calls.some(([task]) => task === 'compareUnkept'));
    await leave();
    await release();
    await readers().run('lintUnkept', { bytes: Buffer.from(documentOf({})), ruleSet: { rules: {} } });
    expect(tasks()).toEqual(['read', 'lintUnkept']);
  });

  it('leaves others what they wait for together', async () => {
    const slug = await stage.live('Compared by two');
    expectStatus(await stage.put(slug, documentOf({ withReport: true, pageRequired: true }), REASON), 200);
    const { api } = stage;
    await api.database.prisma.specComparison.deleteMany();
    const { tasks, release } = await holdTurn();
    const path = `/v1/services/${slug}/comparison`;
    const query = '?from=v1@2&to=v1@3';
    const asked = jest.spyOn(SharedWork.prototype, 'run');
    const leave = await ask('GET', path + query);
    const stays = api.http.get(path + query);
    await waitUntil('both', () => asked.mock.calls.length === 2);
    await leave();
    await release();
    expect(expectStatus(await stays, 200).counts).toMatchObject({ breaking: 1 });
    expect(tasks()).toEqual(['compare']);
  });
});
