import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem, ApiUnreachable } from '../api-client/api-problem.js';
import { Cookies } from '../session/cookies.js';
import { Publishers } from '../session/publishers.js';
import { withQuery } from '../view/helpers.js';
import { errorView } from './error.view.js';
import { Page } from './page.js';
import { Renderer } from './renderer.js';

/** Every error that no controller turned into something better becomes a page that says what to do. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  constructor(
    private readonly renderer: Renderer,
    private readonly cookies: Cookies,
    private readonly publishers: Publishers,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const status = statusOf(error);
    if (status === 401 && request.method === 'GET') return this.askToSignIn(request, reply);
    if (status >= 500) this.logger.error({ err: error, requestId: request.id }, 'A page failed');
    const reference = error instanceof ApiProblem ? (error.requestId ?? request.id) : request.id;
    if (status === 503) void reply.header('retry-after', '5');
    const words = error instanceof ApiProblem && status < 500 ? error.message : undefined;
    const ways = request.method === 'GET' ? { retryHref: request.url } : { formHref: request.url };
    const view = errorView(status, reference, words, ways);
    const standing = { isPublisher: this.publishers.remembers(request.visitor), waiting: 0 };
    void reply.send(this.renderer.render(new Page('error', view, { status }), request, reply, standing));
  }

  private askToSignIn(request: FastifyRequest, reply: FastifyReply): void {
    this.cookies.clearSession(reply);
    const to = withQuery('/sign-in', { back: request.url });
    void reply.status(303).header('location', to).header('cache-control', 'no-store').send();
  }
}

function statusOf(error: unknown): number {
  if (error instanceof ApiUnreachable) return 503;
  if (error instanceof ApiProblem) return error.status;
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : 500;
}
