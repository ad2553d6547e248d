import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Cookies } from '../session/cookies.js';
import { Page, Redirect } from './page.js';
import { Renderer } from './renderer.js';

/** Renders what controllers answer: a Page becomes HTML, a Redirect a 303; anything else goes out as it is. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  constructor(
    private readonly renderer: Renderer,
    private readonly cookies: Cookies,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer: unknown) => {
        if (answer instanceof Page) return this.renderer.render(answer, request, reply);
        if (!(answer instanceof Redirect)) return answer;
        if (answer.flash !== undefined) this.cookies.writeFlash(reply, answer.flash);
        void reply.status(303).header('location', answer.to).header('cache-control', 'no-store');
        return '';
      }),
    );
  }
}
