import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VisitorApi } from '../api-client/visitor-api.js';
import { csrfToken, isCsrfTokenRight } from '../session/csrf.js';
import type { Cookies } from '../session/cookies.js';
import type { Session } from '../session/session.js';
import type { Flash } from '../view/site.js';

/** Who looks at a page: the session if there is one, the theme, and the secret behind the forms. */
export class Visitor {
  private formSecret: string | undefined;

  constructor(
    private readonly cookies: Cookies,
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
    readonly session: Session | undefined,
    /** The API in the name of this visitor. */
    readonly api: VisitorApi,
  ) {
    this.formSecret = session?.csrfSecret ?? cookies.readFormSecret(request);
  }

  get theme(): 'light' | 'dark' | undefined {
    return this.cookies.readTheme(this.request);
  }

  /** The token for a form on this page; the first form of a visitor without a session sets a cookie. */
  get csrfToken(): string {
    this.formSecret ??= this.cookies.startFormSecret(this.reply);
    return csrfToken(this.formSecret);
  }

  isCsrfTokenRight(given: unknown): boolean {
    return isCsrfTokenRight(this.formSecret, given);
  }

  takeFlash(): Flash | undefined {
    return this.cookies.takeFlash(this.request, this.reply);
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor;
  }
}
