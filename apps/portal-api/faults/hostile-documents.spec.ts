import { once } from 'node:events';
import { connect } from 'node:net';
import { jest } from '@jest/globals';
import { expectProblem, expectStatus, waitUntil } from '#testing';
import { addProvider, addPublished, orders, putSpec, type TestProvider } from '../test-support/catalogue.js';
import { startTestApp, type TestApp } from '../test-support/start-test-app.js';
import { ReaderProcess } from '../src/readers/reader-process.js';
import { chanceOf } from './test-support/chance.js';
import { inForm, TEST_MS } from './test-support/form.js';

const MEGABYTE = 1_000_000;

let api: TestApp;
let owner: TestProvider;
let slug: string;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  slug = await addPublished(api, owner, 'Orders');
}, TEST_MS);
afterEach(() => jest.restoreAllMocks());
afterAll(() => api.stop());

/** Sends a document of 100 MB without saying how long it is, until somebody answers. */
async function stream(piece: Buffer): Promise<{ answer: string; sent: number }> {
  const { port } = new URL(api.http.baseUrl);
  const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString()));
  const head = `PUT /v1/services/${slug}/versions/v1/spec HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${owner.token}\r\n`;
  socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
  let sent = 0;
  const chunk = Buffer.concat([Buffer.from(`${piece.byteLength.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);
  await new Promise<void>((over) => {
    const more = (): void => {
      while (sent < 100 * MEGABYTE && answer === '' && !socket.destroyed) {
        sent += piece.byteLength;
        if (!socket.write(chunk)) return;
      }
    };
    socket
      .on('drain', more)
      .on('close', () => over())
      .on('data', () => answer.includes('"code"') && over());
    more();
  });
  socket.destroy();
  return { answer, sent };
}

it.each([
  ['JSON', Buffer.alloc(MEGABYTE, '{"a":1},')],
  ['YAML', Buffer.alloc(MEGABYTE, '- a: 1\n')],
])(
  '100 MB of %s that come without a length are refused on their way',
  async (_, piece) => {
    const { answer, sent } = await stream(piece);
    // Who goes on sending may be cut off before the answer arrives; the log has it either way.
    expect(answer).toMatch(/^$|^HTTP\/1.1 413 /);
    await waitUntil(
      'the refusal',
      () => api.logs.some((line) => line.includes('"method":"PUT"') && line.includes('"status":413')) || null,
    );
    api.logs.length = 0;
    // 50 MiB may be; what sockets hold on both sides comes on top.
    expect(sent).toBeLessThan(90 * MEGABYTE);
  },
  TEST_MS,
);

const levels = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');
const nested = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
it.each<[string, string, string, RegExp]>([
  [
    'an alias bomb',
    `l0: &l0 lol\n${levels(12, (n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`)}`,
    'spec.too_complex',
    /aliases/,
  ],
  [
    'a long list that is used again and again',
    `list: &a [${'1,'.repeat(20_000)}1]\n${levels(60, (n) => `u${n}: *a`)}`,
    'spec.too_complex',
    /aliases .* more than 1,000,000 values/,
  ],
  ['anchors without number', levels(40_000, (n) => `- &a${n} x\n- *a${n}`), 'spec.not_openapi', /no OpenAPI document/],
  ['a merge that merges itself', 'a: &a\n  <<: *a\n  b: 1', 'spec.too_complex', /aliases/],
  [
    'merges that multiply',
    `m0: &m0 {k: 1}\n${levels(30, (n) => `m${n + 1}: &m${n + 1}\n  <<: [*m${n}, *m${n}, *m${n}]`)}`,
    'spec.too_complex',
    /aliases/,
  ],
  ['very deep JSON', nested, 'spec.too_complex', /deeper than 500/],
  ['very deep YAML', `# yaml\n${nested}`, 'spec.too_complex', /deeper than 500/],
  ['no text', 'PK\x03\x04 and no zip', 'spec.unreadable', /zip/],
])(
  '%s is refused in a process of its own with the limit that it passes, and the document that was there stays',
  async (_, text, code, words) => {
    const hash = async () => expectStatus(await api.http.get(`/v1/services/${slug}/versions/v1`), 200).spec.hash;
    const before = await hash();
    const asked = jest.spyOn(ReaderProcess.prototype, 'run');
    const { detail } = expectProblem(await putSpec(api, owner, slug, 'v1', text), 422, code);
    expect(detail).toMatch(words);
    expect(asked.mock.calls.map(([{ task }]) => task)).toEqual(['storeUnless']);
    expect(await hash()).toBe(before);
  },
  TEST_MS,
);

it(
  'bytes turned over are taken, or refused with a problem document, and never an error of ours',
  async () => {
    const statuses = new Set<number>();
    for (let round = 0; round < inForm(40, 2_000); round++) {
      const bytes = Buffer.from(orders(`Round ${round}`));
      for (let flip = 0; flip <= round % 4; flip++) {
        const at = Math.floor(chanceOf('place', round, flip) * bytes.byteLength);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(chanceOf('bit', round, flip) * 8));
      }
      const answer = await putSpec(api, owner, slug, 'v1', bytes);
      statuses.add(answer.status);
      if (answer.status !== 200) expectProblem(answer, 422, answer.json.code);
    }
    expect([...statuses].sort()).toEqual([200, 422]);
  },
  TEST_MS,
);
