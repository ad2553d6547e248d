import type { Readable } from 'node:stream';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Fault } from '#domain';
import { limitBody, MAX_BODY_VALUES, SPEC_ROUTE, takesRawBody } from './body-limits.js';
import { receiveBody } from './receive-body.js';

const NUL = '\0';

/**
 * JSON bodies are parsed, except where the bytes themselves are wanted: an uploaded document and a usage batch arrive
 * as a Buffer, whatever their Content-Type.
 */
export function registerBodyParsers(adapter: FastifyAdapter): void {
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', limitBody);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', async (request: FastifyRequest, payload: Readable) => {
    const { bodyLimit, url = '' } = request.routeOptions;
    const length = request.headers['content-length'];
    const body = await receiveBody(payload, {
      byteLength: length === undefined ? undefined : Number(length),
      limitBytes: bodyLimit,
      inSharedMemory: SPEC_ROUTE.test(url),
    });
    return takesRawBody(url) ? body : parse(request, body);
  });
}

function parse(request: FastifyRequest, body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Fault('request.invalid', 'Send the body as application/json.');
  try {
    return JSON.parse(body.toString('utf8'), refuseHostile());
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('request.invalid', 'The body is not valid JSON.', { cause: error });
  }
}

/** Looks at every value of one body while it is parsed. */
function refuseHostile(): (key: string, value: unknown) => unknown {
  let values = 0;
  return (key, value) => {
    if (++values > MAX_BODY_VALUES)
      throw new Fault('request.too_large', `The body has more than ${MAX_BODY_VALUES} values.`);
    if (key === '__proto__') throw new Error('__proto__ is not accepted as a property name');
    if (typeof value === 'string' && (value.includes(NUL) || !value.isWellFormed()))
      throw new Error('PostgreSQL stores no NUL and no half of a character in a text');
    return value;
  };
}
