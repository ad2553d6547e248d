import { PassThrough, Readable } from 'node:stream';
import { receiveBody } from './receive-body.js';

const LIMIT = 10;
const sent = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
const expected = (byteLength?: number, inSharedMemory = false) => ({ byteLength, limitBytes: LIMIT, inSharedMemory });

it.each([
  ['in one piece', ['0123456789']],
  ['in several', ['0', '1234', '56789']],
])('takes a body %s, whether or not its length is said before', async (_, chunks) => {
  for (const length of [LIMIT, undefined])
    expect((await receiveBody(sent(...chunks), expected(length))).toString()).toBe('0123456789');
});

it('takes an empty one', async () => {
  expect(await receiveBody(sent(), expected())).toHaveLength(0);
  expect(await receiveBody(sent(), expected(0))).toHaveLength(0);
});

it('puts it into shared memory where that is wished', async () => {
  const { buffer } = await receiveBody(sent('01', '2'), expected(3, true));
  expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  expect((await receiveBody(sent('01', '2'), expected(3))).buffer).toBeInstanceOf(ArrayBuffer);
});

it('refuses more than the limit, before it reads where the length says so', async () => {
  const unread = sent('0');
  await expect(receiveBody(unread, expected(LIMIT + 1))).rejects.toMatchObject({ statusCode: 413 });
  expect(unread.readableFlowing).toBeNull();
  await expect(receiveBody(sent('0123456789', '0'), expected())).rejects.toMatchObject({ statusCode: 413 });
});

it('calls a body that breaks off a bad request, and forgets its stream', async () => {
  const stream = new PassThrough();
  const received = receiveBody(stream, expected());
  stream.write('01');
  stream.destroy(new Error('aborted'));
  await expect(received).rejects.toMatchObject({ statusCode: 400, message: 'aborted' });
  expect(stream.listenerCount('data')).toBe(0);
});
