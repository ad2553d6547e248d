import { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { jest } from '@jest/globals';
import { MAX_SPEC_BYTES, READ_DEADLINE_MS, readKept } from '#openapi';
import { Secret } from '#platform';
import { waitUntil } from '#testing';
import { addProvider, addPublished } from '../../test-support/catalogue.js';
import { startTestApp, type TestApp } from '../../test-support/start-test-app.js';
import { ReaderProcess } from './reader-process.js';
import { MAX_READING, Readers } from './readers.js';

const document = (operationCount: number): Buffer => {
  const paths = Object.fromEntries(Array.from({ length: operationCount }, (_, n) => [`/p${n}`, { get: {} }]));
  return Buffer.from(JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }));
};
const rules = { ruleSet: { rules: {} } };
/** A document whose only schema has an example that does not fit, or for which a pattern would be tried for ever. */
const example = (schema: object): Buffer => {
  const content = { 'application/json': { schema, example: 'a'.repeat(2_000_000) } };
  const paths = { '/a': { get: { responses: { 200: { description: 'ok', content } } } } };
  return Buffer.from(JSON.stringify({ openapi: '3.0.3', info: { title: 'a', version: '1' }, paths }));
};
/** YAML that keeps a reader busy for far longer than the deadlines given here. */
const slow = Buffer.from(`openapi: 3.0.0\nx-slow:\n${'  - {a: [1, 2, {b: c}]}\n'.repeat(600_000)}`);

let api: TestApp;
let readers: Readers;
beforeAll(async () => {
  api = await startTestApp();
  readers = api.app.get(Readers);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => api.stop());

/** The processes that are given orders while the work is done. */
async function readersOf(work: () => Promise<unknown>): Promise<Set<number>> {
  const run = jest.spyOn(ReaderProcess.prototype, 'run');
  await work();
  const pids = new Set((run.mock.contexts as ReaderProcess[]).map(({ pid }) => pid));
  run.mockRestore();
  return pids;
}

describe('readers', () => {
  it('tell what the document says, and keep nothing', async () => {
    const bytes = document(3);
    const { sha256, byteLength, title, operationCount, warnings } = readKept(bytes);
    const head = await readers.run('read', { bytes });
    expect(head).toMatchObject({ sha256, byteLength, title, operationCount, warnings });
    expect(head).not.toHaveProperty('operations');
    expect(await api.database.prisma.spec.count({ where: { hash: sha256 } })).toBe(0);
  });

  it('store a document once, and not at all where it is the one that is there', async () => {
    const bytes = document(4);
    const { sha256 } = await readers.run('store', { bytes });
    expect(await readers.run('store', { bytes })).toMatchObject({ sha256 });
    expect(await readers.run('storeUnless', { bytes, unless: sha256 })).toBeNull();
    expect(await readers.run('storeUnless', { bytes, unless: 'another' })).toMatchObject({ sha256 });
    expect(await api.database.prisma.spec.count({ where: { hash: sha256 } })).toBe(1);
  });

  it('read a document where it lies in shared memory, and leave it as it is', async () => {
    const bytes = document(2_000);
    const shared = Buffer.from(new SharedArrayBuffer(bytes.byteLength));
    shared.set(bytes);
    expect(await readers.run('read', { bytes: shared })).toEqual(await readers.run('read', { bytes }));
    expect(shared.equals(bytes)).toBe(true);
  });

  it('compare documents and store what changed; of one that is not kept, they tell what a review shows', async () => {
    const base = await readers.run('store', { bytes: document(2) });
    const target = await readers.run('store', { bytes: document(1) });
    const key = { baseHash: base.sha256, targetHash: target.sha256 };
    const head = await readers.run('compare', key);
    expect(head).toMatchObject({ breaking: 1, kept: 1, totals: { removed: 1, unchanged: 1 } });
    const stored = await api.database.prisma.specComparison.findMany({ where: key, include: { changes: true } });
    expect(stored.map(({ changes }) => changes.map(({ rule }) => rule))).toEqual([['operation-removed']]);
    const unkept = { bytes: document(1), baseHash: key.baseHash, calledKeys: ['GET /p1'], shown: 100 };
    expect(await readers.run('compareUnkept', unkept)).toMatchObject({
      head,
      worst: [{ rule: 'operation-removed', operations: [0], called: [0] }],
      operations: new Map([[0, { method: 'GET', path: '/p1' }]]),
      called: new Map([[0, 'GET /p1']]),
      broken: [0],
    });
  });

  it('hold documents against rules and store the report; of one that is not kept, they tell what it comes to', async () => {
    const bytes = document(1);
    const { sha256: hash } = await readers.run('store', { bytes });
    const head = await readers.run('lint', { hash, ...rules, ruleSetHash: 'these' });
    expect(head.byRule).toMatchObject({ 'operation-summary': 1 });
    const { findings, ...stored } = await api.database.prisma.lintReport.findFirstOrThrow({
      where: { specHash: hash },
    });
    expect(stored).toMatchObject({ ...head, ruleSetHash: 'these' });
    expect(findings).toHaveLength(head.errors + head.warnings);
    expect(await readers.run('lintUnkept', { bytes, ...rules })).toEqual(head);
  });

  it('compare and lint beside one that remembers what it has read, until that is written', async () => {
    const slug = await addPublished(api, await addProvider(api, 'waits'), 'Waiting');
    const { id } = await api.database.prisma.version.findFirstOrThrow({ where: { service: { slug } } });
    let hash = '';
    const storing = await readersOf(
      async () => ({ sha256: hash } = await readers.run('store', { bytes: document(7) })),
    );
    const linting = await readersOf(() => readers.run('lint', { hash, ...rules, ruleSetHash: 'these' }));
    const writing = await readersOf(() => readers.run('write', { hash, versionId: id, present: 1 }));
    expect(writing).toEqual(storing);
    expect(linting).not.toEqual(storing);
  });

  it('that are stuck in a pattern of the document are ended, nobody waits for them, and the next one lints', async () => {
    // However busy the machine is.
    jest.spyOn(ReaderProcess.prototype, 'processorMs').mockReturnValue(null);
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 1);
    // That it takes the square of a text's length is no finding.
    const bytes = example({ type: 'string', pattern: '^[a-z]*[a-z]*;$' });
    await expect(readers.run('lintUnkept', { bytes, ...rules }, { deadlineMs: 2_000 })).rejects.toMatchObject({
      code: 'spec.too_complex',
      message: 'Linting this document takes longer than 2 s. Split it into several documents.',
    });
    clearInterval(turning);
    expect(turns).toBeGreaterThan(5);
    const { byRule } = await readers.run('lintUnkept', { bytes: example({ type: 'integer' }), ...rules });
    expect(byRule).toMatchObject({ 'no-invalid-media-type-examples': 1 });
  });

  it('pass refusals on, and go on', async () => {
    const pids = await readersOf(async () => {
      await expect(readers.run('read', { bytes: Buffer.from('{') })).rejects.toMatchObject({
        name: 'Fault',
        code: 'spec.unreadable',
      });
      await expect(readers.run('read', { bytes: Buffer.from('a: 1') })).rejects.toMatchObject({
        code: 'spec.not_openapi',
      });
      await expect(readers.run('read', { bytes: Buffer.alloc(MAX_SPEC_BYTES + 1) })).rejects.toMatchObject({
        code: 'spec.too_large',
      });
      const version = '00000000-0000-7000-8000-000000000000';
      const { sha256 } = await readers.run('store', { bytes: document(5) });
      await expect(readers.run('write', { hash: sha256, versionId: version, present: 0 })).rejects.toMatchObject({
        code: 'request.not_found',
      });
      await expect(readers.run('write', { hash: 'unknown', versionId: version, present: 0 })).rejects.toMatchObject({
        code: 'request.not_found',
      });
      expect((await readers.run('read', { bytes: document(1) })).operationCount).toBe(1);
    });
    expect(pids.size).toBe(1);
  });

  it('read more documents at once than there are, each rightly', async () => {
    const sizes = Array.from({ length: MAX_READING * 4 }, (_, n) => n + 1);
    let heads: { operationCount: number }[] = [];
    const pids = await readersOf(async () => {
      heads = await Promise.all(sizes.map((size) => readers.run('read', { bytes: document(size) })));
    });
    expect(heads.map(({ operationCount }) => operationCount)).toEqual(sizes);
    expect(pids.size).toBe(MAX_READING);
  });

  it('are ended where a document takes too long, and another reads the next', async () => {
    jest.spyOn(ReaderProcess.prototype, 'processorMs').mockReturnValue(null);
    const reading = readers.run('read', { bytes: slow }, { deadlineMs: 300 });
    await expect(reading).rejects.toMatchObject({
      code: 'spec.too_complex',
      message: 'Reading this document takes longer than 1 s. Split it into several documents.',
    });
    expect((await readers.run('read', { bytes: document(1) })).operationCount).toBe(1);
  });

  it('are ended where nobody waits for it any more, and another reads the next', async () => {
    const gone = new AbortController();
    const reading = readers.run('read', { bytes: slow }, { signal: gone.signal });
    gone.abort(new Error('gone'));
    await expect(reading).rejects.toThrow('gone');
    await expect(readers.run('read', { bytes: slow }, { signal: gone.signal })).rejects.toThrow('gone');
    expect((await readers.run('read', { bytes: document(1) })).operationCount).toBe(1);
  });

  it('that are killed fail what they read and nothing else', async () => {
    const run = jest.spyOn(ReaderProcess.prototype, 'run');
    const reading = readers.run('read', { bytes: slow });
    while (run.mock.contexts.length === 0) await Promise.resolve();
    process.kill((run.mock.contexts[0] as ReaderProcess).pid, 'SIGKILL');
    await expect(reading).rejects.toThrow('The reader ended.');
    expect((await readers.run('read', { bytes: document(1) })).operationCount).toBe(1);
  });

  it('write rows when PostgreSQL has done with what one that was ended had begun', async () => {
    const { pool } = api.database;
    const owner = await addProvider(api, 'owner');
    const slug = await addPublished(api, owner, 'Orders');
    const { rows } = await pool.query<{ id: string; revision: number }>(
      `SELECT v.id, v.spec_revision_number AS revision FROM version v JOIN service s ON s.id = v.service_id WHERE s.slug = $1`,
      [slug],
    );
    const { id, revision } = rows[0]!;
    const { sha256 } = await readers.run('store', { bytes: document(6) });
    const left = await pool.connect();
    await left.query('SELECT pg_advisory_lock(7036178, hashtext($1))', [id]);
    const writing = readers.run('write', { hash: sha256, versionId: id, present: revision });
    // Other specs have databases on the same server.
    const waits = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 7036178 AND NOT granted
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await waitUntil('the writing to wait', async () => (await pool.query(waits)).rowCount === 1);
    const written = { where: { versionId: id, since: revision + 1 } };
    expect(await api.database.prisma.operation.count(written)).toBe(0);
    await left.query('SELECT pg_advisory_unlock_all()');
    left.release();
    await writing;
    expect(await api.database.prisma.operation.count(written)).toBe(6);
  });

  it('that cannot be started fail what they were to read, and take no turn with them', async () => {
    const own = new Readers({ databaseUrl: new Secret(api.databaseUrl) });
    // Reached through `fork` alone, and not among the types.
    const prototype = ChildProcess.prototype as unknown as { spawn: () => number };
    // What Node does when no file is left to open: it says so at once, and again later, and makes no pipes.
    const spawn = jest.spyOn(prototype, 'spawn').mockImplementation(function (this: unknown) {
      process.nextTick(() => (this as ChildProcess).emit('error', new Error('spawn EMFILE')));
      return -24;
    });
    for (let n = 0; n <= MAX_READING; n++)
      await expect(own.run('read', { bytes: document(1) })).rejects.toThrow('too many files are open');
    spawn.mockImplementation(() => {
      throw new Error('spawn ENOMEM');
    });
    for (let n = 0; n <= MAX_READING; n++)
      await expect(own.run('read', { bytes: document(1) })).rejects.toThrow('spawn ENOMEM');
    spawn.mockRestore();
    expect((await own.run('read', { bytes: document(1) })).operationCount).toBe(1);
    await own.onApplicationShutdown();
  });

  it('go on where all processes are told to stop, because the API answers what is in flight', async () => {
    const own = new Readers({ databaseUrl: new Secret(api.databaseUrl) });
    const pids = await readersOf(() => own.run('read', { bytes: document(1) }));
    for (const pid of pids) for (const signal of ['SIGTERM', 'SIGINT'] as const) process.kill(pid, signal);
    expect(await readersOf(() => own.run('read', { bytes: document(2) }))).toEqual(pids);
    await own.onApplicationShutdown();
  });

  it('are less important than whoever answers requests', async () => {
    const [pid] = await readersOf(() => readers.run('read', { bytes: document(1) }));
    expect(getPriority(pid)).toBeGreaterThan(getPriority());
  });

  it('end where the memory of one is full, and say so', async () => {
    const reader = new ReaderProcess(new Secret(api.databaseUrl), 32);
    const options = { doing: 'Reading this document', deadlineMs: READ_DEADLINE_MS };
    const reading = reader.run({ task: 'read', input: {}, byteLength: slow.byteLength }, slow, options);
    await expect(reading).rejects.toMatchObject({
      code: 'spec.too_complex',
      message: 'Reading this document takes too much memory. Split it into several documents.',
    });
    expect(reader.isUsable).toBe(false);
  });

  if (process.platform === 'linux')
    it('know the database and no other secret', async () => {
      process.env['MASTER_SECRET'] = 'not for readers';
      const reader = new ReaderProcess(new Secret(api.databaseUrl));
      // Linux lets us go on before it has put the environment there.
      const environment = await waitUntil(
        'its environment',
        async () => (await readFile(`/proc/${reader.pid}/environ`, 'utf8')) || null,
      );
      await reader.end();
      expect(environment).toContain(`DATABASE_URL=${api.databaseUrl}`);
      expect(environment).not.toContain('not for readers');
    });
});
