import { jest } from '@jest/globals';
import { readKept } from '#openapi';
import { createPool, hasWorkerSign, Secret } from '#platform';
import { expectProblem, expectStatus, waitUntil } from '#testing';
import { addProvider, addService, putSpec, type TestProvider } from '../../test-support/catalogue.js';
import { startTestApp, type TestApp } from '../../test-support/start-test-app.js';
import { freshlyRead, rowsWritten, storedRevision, storedTags } from '../../test-support/stored-revisions.js';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Readers } from '../readers/readers.js';
import { VersionTurnsStore } from './version-turns.store.js';

interface Version {
  slug: string;
  id: string;
}
interface TestOperation {
  name: string;
  summary: string;
  schema: string;
  tag?: string;
}

let api: TestApp;
let owner: TestProvider;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
});
afterAll(() => api.stop());

async function addDraft(name: string): Promise<Version> {
  const slug = await addService(api, owner, name);
  const path = `/v1/services/${slug}/versions`;
  const { id } = expectStatus(await api.http.post(path, { token: owner.token, body: { name: 'v1' } }), 201);
  return { slug, id: id as string };
}

const upload = async ({ slug }: Version, bytes: Uint8Array): Promise<void> =>
  void expectStatus(await putSpec(api, owner, slug, 'v1', bytes), 200);

const stored = ({ id }: Version, revision: number) => storedRevision(api, { versionId: id, revision });

/** A document of operations in this order; the schemas refer to each other. */
function documentOf(operations: TestOperation[], schemas: Record<string, string>): Buffer {
  const answer = (schema: string) => ({ content: { 'application/json': { schema: refTo(schema) } } });
  const refTo = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });
  return Buffer.from(
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Edited', version: '1' },
      paths: Object.fromEntries(
        operations.map(({ name, summary, schema, tag }) => [
          `/${name}`,
          { get: { operationId: name, summary, tags: tag && [tag], responses: { 200: answer(schema) } } },
        ]),
      ),
      components: {
        schemas: Object.fromEntries(
          Object.entries(schemas).map(([name, description], place, all) => [
            name,
            { type: 'object', description, properties: { next: refTo(all[(place + 1) % all.length]![0]) } },
          ]),
        ),
      },
    }),
  );
}

describe('a document of 22,000 operations', () => {
  const schemas = { Order: 'An order.', Item: 'An item.' };
  /** Each test goes on from the document of the one before. */
  let operations = Array.from({ length: 22_000 }, (_, index) => {
    const [schema, tag] = [index % 2 === 0 ? 'Order' : 'Item', `t${index % 400}`];
    return { name: `p${index}`, summary: `Number ${index}`, schema, tag };
  });
  let version: Version;
  const written = (document = documentOf(operations, schemas)) => rowsWritten(api, () => upload(version, document));
  const pathsAround = async (name: string): Promise<string[]> => {
    const { rows } = await api.database.pool.query<{ around: string[] }>(
      `SELECT around FROM (
         SELECT path, ARRAY[lag(path) OVER (ORDER BY position), lead(path) OVER (ORDER BY position)] AS around
         FROM operation WHERE version_id = $1 AND until IS NULL) o WHERE path = $2`,
      [version.id, `/${name}`],
    );
    return rows[0]!.around;
  };
  beforeAll(async () => {
    version = await addDraft('Many');
    await upload(version, documentOf(operations, schemas));
  }, 120_000);

  it('sent again writes nothing', async () => {
    expect(await written()).toBe(0);
  });

  it('with one changed operation writes that one, and the revision', async () => {
    operations = operations.with(11_000, { ...operations[11_000]!, summary: 'Another one' });
    expect(await written()).toBeLessThanOrEqual(7);
    expect(await pathsAround('p11000')).toEqual(['/p10999', '/p11001']);
  });

  it('with one operation more in the middle writes only that one, and how many its tag has', async () => {
    operations = operations.toSpliced(7_000, 0, { name: 'new', summary: '', schema: 'Item', tag: 't7' });
    expect(await written()).toBeLessThanOrEqual(8);
    expect(await pathsAround('new')).toEqual(['/p6999', '/p7000']);
  });

  it('with one operation less writes only that one, and how many its tag has', async () => {
    operations = operations.toSpliced(3_000, 1);
    expect(await written()).toBeLessThanOrEqual(8);
    expect(await pathsAround('p2999')).toEqual(['/p2998', '/p3001']);
  });

  it('with one operation moved writes only that one', async () => {
    const moving = operations[20_000]!;
    operations = operations.toSpliced(20_000, 1).toSpliced(100, 0, moving);
    expect(await written()).toBeLessThanOrEqual(7);
    expect(await pathsAround(moving.name)).toEqual(['/p99', '/p100']);
  });

  it('with one operation under another tag writes that one, and how many both tags have', async () => {
    operations = operations.with(500, { ...operations[500]!, tag: 'new' });
    expect(await written()).toBeLessThanOrEqual(10);
    const tags = await storedTags(api, { versionId: version.id, revision: 6 });
    expect([tags.length, tags.at(-1)!.name, tags.at(-1)!.operationCount]).toEqual([401, 'new', 1]);
    expect(tags.reduce((sum, { operationCount }) => sum + operationCount, 0)).toBe(operations.length);
  });

  it('with a changed component that half of the operations reach writes no operation', async () => {
    expect(await written(documentOf(operations, { ...schemas, Item: 'Another item.' }))).toBeLessThanOrEqual(6);
  });
});

describe('revisions', () => {
  const base = [
    { name: 'a', summary: 'A', schema: 'S' },
    { name: 'b', summary: 'B', schema: 'T' },
  ];
  const schemas = { S: 's', T: 't' };
  const [one, two, three] = ['1', '2', '3'].map((summary) =>
    documentOf([...base, { name: summary, summary, schema: 'S' }], { ...schemas, S: summary }),
  ) as [Buffer, Buffer, Buffer];

  it('are each read as if their document had been the first, after any number of random edits', async () => {
    const version = await addDraft('Edited');
    const documents: Buffer[] = [];
    const random = randomFrom(20_261_122);
    let operations = Array.from({ length: 12 }, (_, index) => ({ name: `o${index}`, summary: '', schema: 'S0' }));
    let names = ['S0', 'S1', 'S2', 'S3'];
    for (let number = 1; number <= 40; number++) {
      for (let edits = random(4); edits >= 0; edits--) operations = edited(operations, names, random);
      if (random(4) === 0) names = names.length > 2 && random(2) === 0 ? names.slice(0, -1) : [...names, `S${number}`];
      operations = operations.map((row) => (names.includes(row.schema) ? row : { ...row, schema: names[0]! }));
      operations = operations.map((row) => (random(9) === 0 ? { ...row, tag: `tag ${random(4)}` } : row));
      const texts = Object.fromEntries(names.map((name) => [name, `text ${random(3)}`]));
      const bytes = documentOf(operations, texts);
      if (documents.at(-1)?.equals(bytes) === true) continue;
      documents.push(bytes);
      await upload(version, bytes);
    }
    expect(documents.length).toBeGreaterThan(30);
    for (const [place, bytes] of documents.entries()) {
      expect(await stored(version, place + 1)).toEqual(freshlyRead(bytes));
      const { operationTags } = readKept(bytes);
      const tags = operationTags.map(({ digest: _, ...tag }) => tag);
      expect(await storedTags(api, { versionId: version.id, revision: place + 1 })).toEqual(tags);
    }
  }, 180_000);

  it('stay what they are while the next one is written, whom nobody waits for and a crash leaves behind', async () => {
    const version = await addDraft('Crashed');
    await upload(version, one);
    const before = await stored(version, 1);
    await api.app.get(VersionTurnsStore).inTurn(version.id, async () => {
      const readers = api.app.get(Readers);
      const { sha256: hash } = await readers.run('store', { bytes: two });
      await readers.run('write', { hash, versionId: version.id, present: 1 });
      expect(await stored(version, 1)).toEqual(before);
      const lock = 'SELECT id FROM version WHERE id = $1 FOR UPDATE NOWAIT';
      expect((await api.database.pool.query(lock, [version.id])).rowCount).toBe(1);
    });
    expect(await api.database.prisma.operation.count({ where: { versionId: version.id, since: 2 } })).toBe(1);

    await upload(version, three);
    expect(await stored(version, 1)).toEqual(before);
    expect(await stored(version, 2)).toEqual(freshlyRead(three));
  });

  it('are written one after the other when two documents come at once', async () => {
    const version = await addDraft('Twice');
    await upload(version, one);
    await Promise.all([upload(version, two), upload(version, three)]);
    const path = `/v1/services/${version.slug}/versions/v1`;
    const { revisions } = expectStatus(await api.http.get(path, { token: owner.token }), 200);
    expect(revisions.map(({ number }: { number: number }) => number)).toEqual([3, 2, 1]);
    const read = [await stored(version, 2), await stored(version, 3)];
    const fresh = [freshlyRead(two), freshlyRead(three)];
    expect(fresh).toEqual(expect.arrayContaining(read));
    expect(read[0]).not.toEqual(read[1]);
  });

  it('wait for another process that gives the same version a document', async () => {
    const version = await addDraft('Elsewhere');
    const pool = createPool({ databaseUrl: new Secret(api.databaseUrl), databasePoolSize: 2 });
    const turns: string[] = [];
    const elsewhere = new VersionTurnsStore(new Database(pool, pool));
    let uploading = Promise.resolve();
    await elsewhere.inTurn(version.id, async () => {
      // Nor is the lock taken for one of a worker.
      expect(await hasWorkerSign(pool)).toBe(false);
      uploading = upload(version, one).then(() => void turns.push('here'));
      // Whoever waits asks for the lock and for nothing else: this one here, and the one that has it.
      await waitUntil(
        'the document to wait for its turn',
        async () => {
          const asked = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_try_adv%'`;
          return (await api.database.pool.query(asked)).rowCount === 2;
        },
        60_000,
      );
      turns.push('elsewhere');
    });
    await uploading;
    await pool.end();
    expect(turns).toEqual(['elsewhere', 'here']);
    expect(await stored(version, 1)).toEqual(freshlyRead(one));
  });

  it('leave nothing behind when the version does not take the document after all', async () => {
    const version = await addDraft('Refused');
    await upload(version, one);
    const { slug } = version;
    await api.database.prisma.version.update({ where: { id: version.id }, data: { state: 'retired' } });
    expectProblem(await putSpec(api, owner, slug, 'v1', two), 409, 'version.illegal_transition');
    expect(await api.database.prisma.operation.count({ where: { versionId: version.id, since: 2 } })).toBe(0);
    expect(await stored(version, 1)).toEqual(freshlyRead(one));
  });

  it('stay where their transaction was committed, but nobody heard of that', async () => {
    const version = await addDraft('Unheard');
    await upload(version, one);
    const unit = api.app.get(UnitOfWork);
    const write = unit.write.bind(unit);
    const written = jest.spyOn(unit, 'write').mockImplementation(async (work) => {
      await write(work);
      throw new Error('Connection terminated unexpectedly');
    });
    expect((await putSpec(api, owner, version.slug, 'v1', two)).status).toBe(503);
    written.mockRestore();
    expect(await stored(version, 1)).toEqual(freshlyRead(one));
    expect(await stored(version, 2)).toEqual(freshlyRead(two));
  });

  it('can each be downloaded byte for byte by whoever sees the version', async () => {
    const version = await addDraft('Downloaded');
    for (const bytes of [one, two]) await upload(version, bytes);
    const path = (revision: string) => `/v1/services/${version.slug}/versions/v1/spec?revision=${revision}`;
    const { token } = owner;
    const first = expectStatus(await api.http.get(`${path('1')}`, { token }), 200);
    expect(first).toEqual(JSON.parse(one.toString()));
    const { headers } = await api.http.get(path('2'), { token });
    expect(headers.get('content-disposition')).toContain(`${version.slug}-v1-revision-2.json`);
    const known = { 'if-none-match': headers.get('etag')! };
    expect((await api.http.get(path('2'), { token, headers: known })).status).toBe(304);
    expect((await api.http.get(path('1'), { token, headers: known })).status).toBe(200);
    expectProblem(await api.http.get(path('3'), { token }), 404, 'request.not_found');
    expectProblem(await api.http.get(path('0'), { token }), 400, 'request.invalid');
    expectProblem(await api.http.get(path('1')), 404, 'request.not_found');
  });
});

/** The same numbers for the same seed: from 0 on, below `limit`. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
}

function edited(operations: TestOperation[], schemas: string[], random: (limit: number) => number): TestOperation[] {
  const place = random(operations.length);
  const schema = schemas[random(schemas.length)]!;
  const summary = `summary ${random(1_000)}`;
  switch (random(operations.length > 6 ? 5 : 3)) {
    case 0:
      return operations.toSpliced(place, 1, { ...operations[place]!, summary });
    case 1:
      return operations.toSpliced(place, 1, { ...operations[place]!, schema });
    case 2:
      return operations.toSpliced(place, 0, { name: `n${random(1_000_000)}`, summary, schema });
    case 3:
      return operations.toSpliced(place, 1);
    default:
      return operations.toSpliced(place, 1).toSpliced(random(operations.length), 0, operations[place]!);
  }
}
