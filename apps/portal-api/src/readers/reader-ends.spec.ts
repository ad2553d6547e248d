import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { jest } from '@jest/globals';
import type { Fault } from '#domain';
import { createPool, projectRoot, Secret } from '#platform';
import { createTestDatabase, type TestDatabase, waitUntil } from '#testing';
import { faultOf } from '../http/problem.filter.js';
import { ReaderProcess } from './reader-process.js';
import { Readers } from './readers.js';

const BYTES = Buffer.from('{"openapi":"3.0.0","info":{"title":"a","version":"1"},"paths":{"/a":{"get":{}}}}');
const LINTING = { bytes: BYTES, ruleSet: { rules: {} } };
/** More than a reader needs before it is at a document of a few bytes. */
const STUCK_MS = 5_000;

/** Lints a document in whose pattern a reader is stuck, and tells the reader's process id. */
const STARTER = `
  import { Secret } from '#platform';
  import { ReaderProcess } from './dist/apps/portal-api/src/readers/reader-process.js';
  const schema = { type: 'string', pattern: '^[a-z]*[a-z]*;$' };
  const content = { 'application/json': { schema, example: 'a'.repeat(2_000_000) } };
  const paths = { '/a': { get: { responses: { 200: { description: 'ok', content } } } } };
  const bytes = Buffer.from(JSON.stringify({ openapi: '3.0.3', info: { title: 'a', version: '1' }, paths }));
  const reader = new ReaderProcess(new Secret(''));
  const order = { task: 'lintUnkept', input: { ruleSet: { rules: {} } }, byteLength: bytes.byteLength };
  void reader.run(order, bytes, { doing: 'Linting', deadlineMs: 600_000 });
  console.log(reader.pid);`;

let database: TestDatabase;
let readers: Readers;
beforeAll(async () => (database = await createTestDatabase()));
beforeEach(() => (readers = new Readers({ databaseUrl: new Secret(database.url) })));
afterEach(async () => {
  jest.restoreAllMocks();
  await readers.onApplicationShutdown();
});
afterAll(() => database.drop());

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** How long it was on a processor, only Linux tells. */
if (process.platform === 'linux')
  it('ends with whoever started it, also where it is stuck in a document', async () => {
    const starter = spawn(process.execPath, ['--input-type=module', '-e', STARTER], {
      cwd: projectRoot(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(starter.stdout), 'line')) as [string];
    const pid = Number(line);
    const { processorMs } = ReaderProcess.prototype;
    const isStuck = () => (processorMs.call({ pid } as ReaderProcess) ?? 0) > STUCK_MS;
    await waitUntil('the reader to be stuck', isStuck, 120_000);
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    try {
      await waitUntil('the end of the reader', () => !isThere(pid), 60_000);
    } finally {
      if (isThere(pid)) process.kill(pid, 'SIGKILL');
    }
  });

it('starts no reader for those who wait when the process stops', async () => {
  const run = jest.spyOn(ReaderProcess.prototype, 'run');
  const tasks = [readers.run('lintUnkept', LINTING), readers.run('lintUnkept', LINTING)];
  const ended = Promise.allSettled(tasks);
  await readers.onApplicationShutdown();
  expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(run).toHaveBeenCalledTimes(1);
});

it('lets 20 wait to be compared or linted, refuses more, and holds up nobody who reads for them', async () => {
  const ended = Promise.allSettled(Array.from({ length: 21 }, () => readers.run('lintUnkept', LINTING)));
  const message = 'Many other documents are being worked on. Try again in a minute.';
  const refused = { code: 'request.too_many', message, options: { retryAfterSeconds: 60 } };
  await expect(readers.run('lintUnkept', LINTING)).rejects.toMatchObject(refused);
  expect((await readers.run('read', { bytes: BYTES })).operationCount).toBe(1);
  await readers.onApplicationShutdown();
  await ended;
});

it('does not hold it against a document that the machine had no time for it', async () => {
  const processorMs = jest.spyOn(ReaderProcess.prototype, 'processorMs').mockReturnValue(7_000);
  await expect(readers.run('lintUnkept', LINTING, { deadlineMs: 1 })).rejects.toMatchObject({
    code: 'request.too_many',
    message:
      'Linting this document did not get enough time within 1 s, because the machine is busy. Try again in a minute.',
    options: { retryAfterSeconds: 60 },
  });
  processorMs.mockReturnValueOnce(7_000).mockReturnValueOnce(7_001);
  await expect(readers.run('lintUnkept', LINTING, { deadlineMs: 1 })).rejects.toMatchObject({
    code: 'spec.too_complex',
  });
});

it('says that the database is away, and why; the next document is read when it is there again', async () => {
  const away = new Readers({ databaseUrl: new Secret('postgres://nobody@127.0.0.1:1/none') });
  const key = { baseHash: 'one', targetHash: 'other' };
  for (const task of [
    () => away.run('store', { bytes: BYTES }),
    () => away.run('compare', key),
    () => away.run('lint', { hash: 'one', ruleSet: { rules: {} }, ruleSetHash: 'these' }),
  ]) {
    const fault = faultOf(await task().catch((error: unknown) => error));
    expect(fault).toMatchObject({ code: 'database.unavailable', options: { retryAfterSeconds: 2 } });
    expect(String((fault.cause as Error).stack)).toContain('ECONNREFUSED');
  }
  expect((await away.run('read', { bytes: BYTES })).operationCount).toBe(1);
  await away.onApplicationShutdown();
});

it('tells the log why a comparison could not be stored', async () => {
  const [base, target] = await Promise.all(
    [BYTES, Buffer.from(BYTES.toString().replace('/a', '/b'))].map((bytes) => readers.run('store', { bytes })),
  );
  const pool = createPool({ databaseUrl: new Secret(database.url), databasePoolSize: 1 });
  await pool.query(`CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'it went away' USING ERRCODE = '08006'; END $$;
    CREATE TRIGGER breaks BEFORE INSERT ON spec_comparison EXECUTE FUNCTION break()`);
  await pool.end();
  const key = { baseHash: base!.sha256, targetHash: target!.sha256 };
  const fault = await readers.run('compare', key).catch((error: unknown) => error as Fault);
  expect(fault).toMatchObject({ code: 'database.unavailable', options: { retryAfterSeconds: 2 } });
  expect((fault as Fault).cause).toContain('it went away');
});
