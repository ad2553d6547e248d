import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { Publishers } from '../session/publishers.js';
import { WaitingCounts } from '../pages/approvals/waiting-counts.js';
import { Cookies } from '../session/cookies.js';
import { Page, PlainText, Redirect } from './page.js';
import { Renderer } from './renderer.js';

/** Renders what controllers answer: a Page becomes HTML, a PlainText goes out with its type, a Redirect is a 303; anything else goes out as it is. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  constructor(
    private readonly renderer: Renderer,
    private readonly cookies: Cookies,
    private readonly publishers: Publishers,
    private readonly waitingCounts: WaitingCounts,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        if (answer instanceof Page) {
          const isPublisher = await this.publishers.includes(request.visitor);
          const waiting = isPublisher ? await this.waitingCounts.of(request.visitor) : 0;
          return this.renderer.render(answer, request, reply, { isPublisher, waiting });
        }
        if (answer instanceof PlainText) return this.renderer.send(answer, request, reply);
        if (!(answer instanceof Redirect)) return answer;
        if (answer.flash !== undefined) this.cookies.writeFlash(reply, answer.flash);
        void reply.status(303).header('location', answer.to).header('cache-control', 'no-store');
        return '';
      }),
    );
  }
}
