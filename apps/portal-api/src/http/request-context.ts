import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '#domain';

const ENCODED_NUL = /%00/;

/** What every answer carries, and the one log line of every request. */
export function registerRequestContext(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('x-request-id', request.id);
    if (ENCODED_NUL.test(request.url)) throw new Fault('request.invalid', 'The address may not hold a NUL character.');
  });
  fastify.addHook('onSend', async (_request: FastifyRequest, reply: FastifyReply, body: unknown) => {
    // Answers depend on who asks. A route whose answer is the same for everybody says so itself.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    // A connection that was kept alive past the last answer would hold up the stop of the process.
    if (!fastify.server.listening) reply.header('connection', 'close');
    return body;
  });
  fastify.addHook('onResponse', async (request: FastifyRequest, reply: FastifyReply) => {
    // The path without its query: what people search for, and what a mistaken client puts there, is not ours to keep.
    request.log.info(
      {
        method: request.method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        ip: request.ip,
      },
      'request',
    );
  });
}
