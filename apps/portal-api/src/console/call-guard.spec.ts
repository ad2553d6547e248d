import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { uuid } from '#platform';
import { waitUntil } from '#testing';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { CONSOLE_BODY_LIMIT_BYTES } from '../http/body-limits.js';
import { MAX_CALLS_OF_ONE } from './call-guard.js';

const path = `/v1/console/sessions/${uuid()}/calls`;

let api: TestApp;
let dana: TestUser;
let other: TestUser;
beforeAll(async () => {
  api = await startTestApp();
  dana = await api.addUser('dana');
  other = await api.addUser('other');
});
afterAll(() => api.stop());

/** Sends the head of a call, and of its body nothing. */
async function begin(authorization: string, byteLength = 100): Promise<Socket> {
  const socket = connect(Number(new URL(api.http.baseUrl).port), '127.0.0.1');
  await once(socket, 'connect');
  const type = 'Content-Type: application/json\r\n';
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${type}${authorization}Content-Length: ${byteLength}\r\n\r\n`);
  return socket;
}

const bearer = ({ token }: TestUser) => `Authorization: Bearer ${token}\r\n`;

async function statusOf(socket: Socket): Promise<string> {
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return data.toString().slice(9, 12);
}

it('reads the body of nobody who is not signed in, and of nobody more than it may be', async () => {
  expect(await statusOf(await begin(''))).toBe('401');
  expect(await statusOf(await begin(bearer(dana), CONSOLE_BODY_LIMIT_BYTES + 1))).toBe('413');
});

it('lets one person send a few calls at a time, and gives the room back when they are done or given up', async () => {
  const underWay = await Promise.all(Array.from({ length: MAX_CALLS_OF_ONE }, () => begin(bearer(dana))));
  const ask = async (user: TestUser) => (await api.http.post(path, { token: user.token, body: {} })).status;
  await waitUntil('all of them to have come in', async () => (await ask(dana)) === 429);
  expect(await ask(other)).toBe(400);
  for (const socket of underWay) socket.destroy();
  await waitUntil('there to be room again', async () => (await ask(dana)) === 400);
});
