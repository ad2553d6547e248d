import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Fault } from '#domain';

/** A signal that aborts when the connection ends: work for somebody who has gone is given up. */
export const UntilGone = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const { raw } = context.switchToHttp().getResponse<FastifyReply>();
  const gone = new AbortController();
  const abort = (): void => gone.abort(new Fault('request.abandoned', 'Nobody waits for the answer any more.'));
  if (raw.destroyed) abort();
  raw.once('close', abort);
  return gone.signal;
});
