import { jest } from '@jest/globals';
import { Secret } from '#platform';
import { createTestDatabase, type TestDatabase } from '#testing';
import { ReaderProcess } from './reader-process.js';
import { Readers } from './readers.js';

const BYTES = Buffer.from('{"openapi":"3.0.0","info":{"title":"a","version":"1"},"paths":{"/a":{"get":{}}}}');
const LINTING = { bytes: BYTES, ruleSet: { rules: {} } };
let database: TestDatabase;
let readers: Readers;
beforeAll(async () => (database = await createTestDatabase()));
beforeEach(() => (readers = new Readers({ databaseUrl: new Secret(database.url) })));
afterEach(async () => {
  jest.restoreAllMocks();
  await readers.onApplicationShutdown();
});
afterAll(() => database.drop());

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
