import { expectStatus } from '#testing';
import { addProvider, addPublished, type TestProvider } from '../../test-support/catalogue.js';
import { rowsRead, statementsOf } from '../../test-support/rows-read.js';
import { startTestApp, type TestApp } from '../../test-support/start-test-app.js';

const MANY = 22_000;

let api: TestApp;
let provider: TestProvider;

beforeAll(async () => {
  api = await startTestApp();
  provider = await addProvider(api, 'provider');
});
afterAll(() => api.stop());

/** A published version whose document is said to have so many operations; each reaches the same components. */
async function addLarge(name: string, operationCount: number, ofOneTag: number): Promise<string> {
  const slug = await addPublished(api, provider, name);
  const { pool, prisma } = api.database;
  const { id } = await prisma.version.findFirstOrThrow({ where: { service: { slug } } });
  const tagCount = Math.ceil(operationCount / ofOneTag);
  for (const table of ['operation', 'operation_reach', 'operation_tag', 'spec_component'])
    await pool.query(`DELETE FROM ${table} WHERE version_id = $1`, [id]);
  // As many lists as operations, as in no real document: what is read must not grow with these either.
  await pool.query(
    `INSERT INTO operation_reach (version_id, since, number, refs)
     SELECT $1, 1, n, ARRAY(SELECT generate_series(0, 99)) FROM generate_series(0, $2 - 1) AS n`,
    [id, operationCount],
  );
  await pool.query(
    `INSERT INTO operation (version_id, position, since, method, path, summary, tags, tag, definition, reach, digest)
     SELECT $1, n * 16384, 1, 'GET', '/things/' || n, 'Thing ' || n, ARRAY['tag ' || n % $3], 'tag ' || n % $3,
       $4, n, ''
     FROM generate_series(0, $2 - 1) AS n`,
    [id, operationCount, tagCount, DEFINITION],
  );
  await pool.query(
    `INSERT INTO operation_tag (version_id, position, since, name, operation_count, digest)
     SELECT $1, n, 1, 'tag ' || n, 1, '' FROM generate_series(0, $2 - 1) AS n`,
    [id, tagCount],
  );
  await pool.query(
    `INSERT INTO spec_component (version_id, number, since, pointer, name, definition, digest)
     SELECT $1, n, 1, '#/components/schemas/S' || n, 'S' || n, '{"type":"object"}', ''
     FROM generate_series(0, $2 + 99) AS n`,
    [id, operationCount],
  );
  return slug;
}

const DEFINITION = JSON.stringify({
  parameters: [],
  requestBody: null,
  responses: [],
  security: [[{ scheme: 'key', scopes: [] }]],
  servers: [],
  description: '',
  refsTruncated: false,
});

async function costOf(slug: string, rest: string, token?: string): Promise<{ statements: number; rows: number }> {
  const path = `/v1/services/${slug}/versions/v1/reference${rest}`;
  const statements = await statementsOf(async () => expectStatus(await api.http.get(path, { token }), 200));
  let rows = 0;
  for (const statement of statements) rows += await rowsRead(api, statement);
  return { statements: statements.length, rows };
}

describe.each([50, MANY])('with %i operations of a tag', (ofOneTag) => {
  let small: string;
  let large: string;

  beforeAll(async () => {
    small = await addLarge(`Small ${ofOneTag}`, 5, ofOneTag);
    large = await addLarge(`Large ${ofOneTag}`, MANY, ofOneTag);
  });

  const readOperations = async (): Promise<void> => {
    const ofSmall = await costOf(small, '/operation?method=GET&path=/things/3', provider.token);
    for (const nth of [0, 3, MANY / 2, MANY - 1]) {
      const path = `/operation?method=GET&path=/things/${nth}`;
      expect((await costOf(large, path)).statements).toBe(2);
      const { statements, rows } = await costOf(large, path, provider.token);
      expect(statements).toBe(3);
      // What stands around it is bounded: 120 operations, 120 tags, 100 components, each looked at a few times.
      expect(rows).toBeLessThan(ofSmall.rows + 1_500);
    }
  };

  it('a page of an operation takes three statements, and reads no more of a large document than of a small one', async () => {
    await readOperations();
    await api.database.pool.query('ANALYZE operation, operation_reach, operation_tag, spec_component');
    await readOperations();
  });

  it.each([
    ['the start', '', 2_000],
    ['a tag', '/tag?name=tag%200', 2_000],
    ['a tag in whole', '/tag?name=tag%200&whole=true', 10_000],
    // 2,000 operations and the list of each, three times.
    ['a component', '/component?pointer=%23/components/schemas/S3', 12_500],
  ])('%s reads a bounded part of a large document', async (_, rest, most) => {
    await api.database.pool.query('ANALYZE operation, operation_reach, operation_tag, spec_component');
    const { statements, rows } = await costOf(large, rest, provider.token);
    expect(statements).toBeLessThanOrEqual(3);
    expect(rows).toBeLessThan(most);
  });
});
