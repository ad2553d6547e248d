import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { jest } from '@jest/globals';
import { addProvider, addPublished, putSpec, orders, type TestProvider } from '../../test-support/catalogue.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { expectProblem, expectStatus, type HttpAnswer, waitUntil } from '#testing';
import { SPEC_BODY_LIMIT_BYTES } from '../http/body-limits.js';
import { PACE_WINDOW_MS } from '../http/body-pace.js';
import { MAX_UPLOADS, MAX_UPLOADS_OF_ONE } from './upload-places.js';

let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let slug: string;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  stranger = await api.addUser('stranger');
  slug = await addPublished(api, owner, 'Orders');
});
afterAll(() => api.stop());
// A slow machine is not to end the bodies that the others wait for.
beforeEach(() => jest.useFakeTimers({ doNotFake: [...REAL] }));
afterEach(() => jest.useRealTimers());

/** Sends the head of an upload, and of its body nothing. */
async function begin(token: string, byteLength: number, to = slug): Promise<Socket> {
  const { port } = new URL(api.http.baseUrl);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  const head = `PUT /v1/services/${to}/versions/v1/spec HTTP/1.1\r\nHost: x\r\n`;
  socket.write(`${head}Authorization: Bearer ${token}\r\nContent-Length: ${byteLength}\r\n\r\n`);
  return socket;
}

async function answerOf(socket: Socket, ended: Promise<unknown> = Promise.resolve()): Promise<string> {
  let text = '';
  while (!/HTTP\/1.1 [2-5]\d\d [^]*"code"/.test(text)) text += String((await once(socket, 'data'))[0]);
  await ended;
  socket.destroy();
  return text;
}

/** Takes one place more after another, some of them in vain, until there is none for who sends now. */
async function untilRefused(send: () => Promise<HttpAnswer>, takeOneMore: () => Promise<unknown>): Promise<HttpAnswer> {
  let answer = await send();
  while (answer.status === 200) {
    await takeOneMore();
    answer = await send();
  }
  return answer;
}

async function untilTaken(send: () => Promise<HttpAnswer>): Promise<void> {
  let answer = await send();
  while (answer.status === 429) answer = await send();
  expectStatus(answer, 200);
}

/** All but the watch over the pace. */
const REAL = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setTimeout',
  'clearTimeout',
] as const;

it('refuses a document of more than 50 MiB by its length, without reading it', async () => {
  expect(await answerOf(await begin(owner.token, SPEC_BODY_LIMIT_BYTES + 1))).toMatch(/^HTTP\/1.1 413 /);
});

it('refuses a document of somebody who may not give it before it is read', async () => {
  expect(await answerOf(await begin('wrong', 1_000_000))).toMatch(/^HTTP\/1.1 401 /);
  expect(await answerOf(await begin(stranger.token, 1_000_000))).toMatch(/^HTTP\/1.1 403 /);
});

it('takes two of one user at a time, and of others theirs; those that went away leave their places', async () => {
  const other = await addProvider(api, 'other');
  const otherSlug = await addPublished(api, other, 'Others');
  const late = () => putSpec(api, owner, slug, 'v1', orders('Late'));
  const waiting: Socket[] = [];
  const refused = await untilRefused(late, async () => waiting.push(await begin(owner.token, 1_000_000)));
  expect(waiting.length).toBeGreaterThanOrEqual(MAX_UPLOADS_OF_ONE);
  expect(expectProblem(refused, 429, 'request.too_many').detail).toMatch(/^2 documents of yours are being received/);
  const body = { url: 'http://127.0.0.1/' };
  const fetched = await api.http.post(`/v1/services/${slug}/versions/v1/spec/import`, { token: owner.token, body });
  expectProblem(fetched, 429, 'request.too_many');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expectStatus(await putSpec(api, other, otherSlug, 'v1', orders('Other')), 200);
  for (const socket of waiting) socket.destroy();
  await untilTaken(late);
});

it('takes six of all users at a time and asks the others to come again', async () => {
  const many = ['One', 'Two', 'Three'].map(async (name) => {
    const one = await addProvider(api, name);
    return { token: one.token, slug: await addPublished(api, one, name) };
  });
  const others = await Promise.all(many);
  const waiting: Socket[] = [];
  const next = async () => {
    const other = others[waiting.length % others.length]!;
    waiting.push(await begin(other.token, 1_000_000, other.slug));
  };
  const late = () => putSpec(api, owner, slug, 'v1', orders('Too late'));
  const refused = await untilRefused(late, next);
  expect(waiting.length).toBeGreaterThanOrEqual(MAX_UPLOADS - 1);
  expect(expectProblem(refused, 429, 'request.too_many').detail).toMatch(/^Other documents/);
  for (const socket of waiting) socket.destroy();
  await untilTaken(late);
});

it('gives the place back before the answer is there', async () => {
  const waiting = await begin(owner.token, 1_000_000);
  for (let round = 0; round < 20; round++)
    expectStatus(await putSpec(api, owner, slug, 'v1', orders(`Round ${round}`)), 200);
  waiting.destroy();
});

it('ends a body that comes too slowly, and gives its place back', async () => {
  const waiting = [await begin(owner.token, 1_000_000), await begin(owner.token, 1_000_000)];
  await waitUntil('the bodies', () => jest.getTimerCount() === waiting.length);
  for (const socket of waiting) socket.write('a');
  jest.advanceTimersByTime(PACE_WINDOW_MS);
  for (const socket of waiting) {
    const ended = once(socket, 'end');
    const answer = await answerOf(socket, ended);
    expect(answer).toMatch(/^HTTP\/1.1 408 [^]*\r\nconnection: close\r\n[^]*"code":"request.too_slow"/i);
  }
  expect(jest.getTimerCount()).toBe(0);
  expectStatus(await putSpec(api, owner, slug, 'v1', orders('Quick')), 200);
});
