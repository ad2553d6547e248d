import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, projectRoot } from '#platform';
import { createTestDatabase, expectStatus, HttpHarness, type TestDatabase, waitUntil } from '#testing';

const dist = (entry: string) => path.join(projectRoot(), 'dist/apps', entry);
const document = (title: string, version: string, server = 'https://api.example.com') =>
  JSON.stringify({ openapi: '3.0.0', info: { title, version }, servers: [{ url: server }], paths: {} });

/** Each test starts several processes. */
const TIMEOUT_MS = 180_000;

let database: TestDatabase;
let folder: string;
let env: NodeJS.ProcessEnv;
let http: HttpHarness;
let stopApi: () => Promise<void>;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-import-'));
  const port = await freePort();
  const apiUrl = `http://127.0.0.1:${port}`;
  env = {
    ...process.env,
    DATABASE_URL: database.url,
    MASTER_SECRET: 'a master secret of tests: 0123456789 abcdef',
    API_PORT: String(port),
    LOCAL_DIR: path.join(folder, '.local'),
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: 'Ninety-9-balloons',
    GATEHOUSE_API_URL: apiUrl,
    GATEHOUSE_EMAIL: 'admin@example.com',
    GATEHOUSE_PASSWORD: 'Ninety-9-balloons',
    INIT_CWD: folder,
  };
  expect(await run('portal-api/src/main.admin.js')).toMatchObject({ code: 0 });
  const api = spawn(process.execPath, [dist('portal-api/src/main.js')], { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => api.on('close', resolve));
  stopApi = async () => {
    api.kill('SIGTERM');
    await ended;
  };
  http = new HttpHarness(apiUrl);
  await waitUntil('the API', async () => (await http.get('/readyz')).status === 200, 60_000);
}, TIMEOUT_MS);
afterAll(async () => {
  await stopApi();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Runs a built program to its end. */
function run(entry: string, ...args: string[]): Promise<{ code: unknown; output: string; lines: string[] }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [dist(entry), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.on('close', (code) => resolve({ code, output, lines: output.trimEnd().split('\n') }));
  });
}
const runImport = (...args: string[]) => run('quickstart/src/import/main.js', ...args);

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), text);
}

it(
  'imports what it can, lists each failure with its reason, goes on where it stopped, and publishes',
  async () => {
    await write('apis/shop/orders-1.json', document('Orders', '1.0'));
    await write('apis/shop/orders-2.yaml', 'openapi: 3.0.0\ninfo: {title: Orders, version: "2.0"}\npaths: {}\n');
    await write('apis/package.json', '{"name": "no document"}');
    await write('apis/broken.json', '{"openapi": ');
    await write('apis/refused.json', JSON.stringify({ openapi: '9.9', info: { title: 'Refused', version: '1' } }));
    const first = await runImport('apis');
    expect(first.code).toBe(1);
    expect(first.output).toContain('failed  broken.json\n        It cannot be read');
    expect(first.output).toContain('failed  refused.json\n');
    expect(first.lines.at(-1)).toMatch(/^2 imported, 0 there already, 2 failed, 1 files are no OpenAPI documents \(/);

    await rm(path.join(folder, 'apis/broken.json'));
    await write('apis/refused.json', document('Refused', '1'));
    const second = await runImport('apis');
    expect(second).toMatchObject({ code: 0 });
    expect(second.lines.at(-1)).toMatch(/^1 imported, 2 there already, 0 failed/);

    const third = await runImport('apis', '--publish');
    expect(third.output).toContain('failed  shop/orders-2.yaml\n        Before publishing: Set the address');
    expect(third.lines.at(-1)).toMatch(/^2 imported, 0 there already, 1 failed/);
    const { items } = expectStatus(await http.get('/v1/services'), 200);
    expect(items.map(({ slug }: { slug: string }) => slug)).toEqual(['shop-orders', 'refused-refused']);
    const version = expectStatus(await http.get('/v1/services/shop-orders/versions/v1.0'), 200);
    expect(version).toMatchObject({ state: 'published', basePath: '/shop-orders/v1.0', spec: { title: 'Orders' } });
    expect((await http.get('/v1/services/shop-orders/versions/v1.0/spec')).text).toBe(document('Orders', '1.0'));
  },
  TIMEOUT_MS,
);

it(
  'says in one line what is wrong with its arguments or its sign-in',
  async () => {
    expect((await runImport()).output).toContain('Usage: npm run import -- FOLDER');
    expect(await runImport('nowhere')).toMatchObject({ code: 1, lines: [`There is no folder ${folder}/nowhere.`] });
    await write('empty/readme.txt', '');
    env = { ...env, GATEHOUSE_PASSWORD: 'Not-the-pass-1' };
    const refused = await runImport('empty');
    expect(refused.code).toBe(1);
    expect(refused.lines).toHaveLength(1);
    expect(refused.output).not.toContain('Not-the-pass-1');
  },
  TIMEOUT_MS,
);
