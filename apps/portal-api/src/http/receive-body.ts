import type { Readable } from 'node:stream';
import { errorCodes } from 'fastify';
import { Fault } from '#domain';
import { watchPace } from './body-pace.js';

export interface ExpectedBody {
  /** As the request says; undefined: it does not. */
  byteLength: number | undefined;
  limitBytes: number;
  /** V8 does not count such memory: what it counts makes it collect, which would hold up everybody for a large document. */
  inSharedMemory: boolean;
}

/**
 * The bytes of a body, each put where it stays as it comes. Rejects as Fastify does, also where there are more than the
 * limit, and with `request.too_slow` where they come too slowly.
 */
export async function receiveBody(payload: Readable, expected: ExpectedBody): Promise<Buffer> {
  const { byteLength = expected.limitBytes, limitBytes, inSharedMemory } = expected;
  if (byteLength > limitBytes) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
  // Memory that nothing is written to is not taken from the machine.
  const body = Buffer.from(inSharedMemory ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength));
  let received = 0;
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error): void => {
      endWatch();
      payload.off('data', take).off('end', settle).off('error', settle);
      // Whoever breaks off hears of no answer: it is the request that was bad.
      if (error === undefined) resolve();
      else reject(error instanceof Fault || 'statusCode' in error ? error : Object.assign(error, { statusCode: 400 }));
    };
    const take = (chunk: Buffer): void => {
      if (received + chunk.byteLength > byteLength) return settle(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
      body.set(chunk, received);
      received += chunk.byteLength;
      if (!inSharedMemory) return;
      // Others have their turn between the pieces of a large one, which may all be there already.
      payload.pause();
      setImmediate(() => payload.resume());
    };
    const endWatch = watchPace(() => received, settle);
    payload.on('data', take).on('end', settle).on('error', settle);
  });
  return body.subarray(0, received);
}
