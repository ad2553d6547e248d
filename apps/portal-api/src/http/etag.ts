import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Fault } from '#domain';

/** Whatever is answered with a `revision` carries it as ETag. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((body: unknown) => {
        const revision = (body as { revision?: unknown } | null | undefined)?.revision;
        if (typeof revision === 'number') void reply.header('etag', `"${revision}"`);
        return body;
      }),
    );
  }
}

/** The revision in If-Match (RFC 9110, 13.1.1). An update without it is refused, so that nobody overwrites unseen. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined)
    throw new Fault('request.precondition_required', 'Send If-Match with the ETag of what you read.');
  const revision = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (revision === undefined) throw new Fault('request.invalid', 'If-Match must be one ETag, such as "3".');
  return Number(revision);
});

/** Refuses an update of something that somebody else has changed since it was read. */
export function requireRevision(found: number, expected: number): void {
  if (found !== expected) throw changedSinceRead();
}

export function changedSinceRead(): Fault {
  return new Fault('request.precondition_failed', 'Somebody has changed this since you read it. Read it again.');
}
