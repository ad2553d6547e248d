import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { addProvider, addPublished, putSpec, orders, type TestProvider } from '../../test-support/catalogue.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { expectProblem, expectStatus } from '#testing';
import { SPEC_BODY_LIMIT_BYTES } from '../http/body-limits.js';
import { MAX_UPLOADS } from './upload-guard.js';

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

/** Sends the head of an upload, and of its body nothing. */
async function begin(token: string, byteLength: number): Promise<Socket> {
  const { port } = new URL(api.http.baseUrl);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  const head = `PUT /v1/services/${slug}/versions/v1/spec HTTP/1.1\r\nHost: x\r\n`;
  socket.write(`${head}Authorization: Bearer ${token}\r\nContent-Length: ${byteLength}\r\n\r\n`);
  return socket;
}

async function answerOf(socket: Socket): Promise<string> {
  let text = '';
  while (!/HTTP\/1.1 [2-5]\d\d [^]*"code"/.test(text)) text += String((await once(socket, 'data'))[0]);
  socket.destroy();
  return text;
}

it('refuses a document of more than 50 MiB by its length, without reading it', async () => {
  expect(await answerOf(await begin(owner.token, SPEC_BODY_LIMIT_BYTES + 1))).toMatch(/^HTTP\/1.1 413 /);
});

it('refuses a document of somebody who may not give it before it is read', async () => {
  expect(await answerOf(await begin('wrong', 1_000_000))).toMatch(/^HTTP\/1.1 401 /);
  expect(await answerOf(await begin(stranger.token, 1_000_000))).toMatch(/^HTTP\/1.1 403 /);
});

it('takes so many at a time and asks the others to come again; those that went away leave their room', async () => {
  const waiting: Socket[] = [];
  const late = () => putSpec(api, owner, slug, 'v1', orders('Late'));
  let refused = await late();
  while (refused.status === 200) {
    waiting.push(await begin(owner.token, 1_000_000));
    refused = await late();
  }
  // The one that was refused above may be leaving still.
  expect(waiting.length).toBeGreaterThanOrEqual(MAX_UPLOADS - 1);
  expectProblem(refused, 429, 'request.too_many');
  const body = { url: 'http://127.0.0.1/' };
  const fetched = await api.http.post(`/v1/services/${slug}/versions/v1/spec/import`, { token: owner.token, body });
  expectProblem(fetched, 429, 'request.too_many');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  for (const socket of waiting) socket.destroy();
  let taken = await late();
  while (taken.status === 429) taken = await late();
  expectStatus(taken, 200);
});
