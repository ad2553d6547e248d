import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem, ApiUnreachable } from '../../api-client/api-problem.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { Cookies } from '../../session/cookies.js';
import { isLocalPath } from '../../view/helpers.js';
import { textOf, type Form } from '../shared/form.js';
import { SessionApi } from './session.api.js';
import { signInView, signUpView } from './session.view.js';

@Controller()
export class SessionController {
  constructor(
    private readonly api: SessionApi,
    private readonly cookies: Cookies,
  ) {}

  @Get('sign-in')
  showSignIn(@Query('back') back: unknown, @Req() request: FastifyRequest): Page | Redirect {
    if (request.visitor.session !== undefined) return new Redirect(localPath(back));
    return new Page('sign-in', signInView(localPath(back), {}));
  }

  @Post('sign-in')
  async signIn(
    @Body() form: Form,
    @AsVisitor() visitor: VisitorApi,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | Redirect> {
    const back = localPath(form['back']);
    const email = textOf(form, 'email');
    try {
      this.cookies.writeSession(reply, await this.api.signIn(visitor, email, passwordOf(form)));
      return new Redirect(back);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
      return new Page('sign-in', signInView(back, { email }, error), { status: error.status });
    }
  }

  @Get('sign-up')
  showSignUp(@Query('back') back: unknown, @Req() request: FastifyRequest): Page | Redirect {
    if (request.visitor.session !== undefined) return new Redirect(localPath(back));
    return new Page('sign-up', signUpView(localPath(back), {}));
  }

  @Post('sign-up')
  async signUp(
    @Body() form: Form,
    @AsVisitor() visitor: VisitorApi,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | Redirect> {
    const back = localPath(form['back']);
    const [email, name, password] = [textOf(form, 'email'), textOf(form, 'name'), passwordOf(form)];
    try {
      await this.api.signUp(visitor, { email, displayName: name, password });
      this.cookies.writeSession(reply, await this.api.signIn(visitor, email, password));
      return new Redirect(back, { kind: 'good', message: `Welcome, ${name}.` });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
      return new Page('sign-up', signUpView(back, { email, name }, error), { status: error.status });
    }
  }

  /** The cookie goes even when the API is away; the session there then ends by its own time. */
  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Redirect> {
    const { session } = request.visitor;
    this.cookies.clearSession(reply);
    try {
      if (session !== undefined) await this.api.signOut(request.visitor.api);
    } catch (error) {
      if (!(error instanceof ApiProblem || error instanceof ApiUnreachable)) throw error;
    }
    return new Redirect('/', { kind: 'calm', message: 'You are signed out.' });
  }
}

function localPath(back: unknown): string {
  return isLocalPath(back) ? back : '/';
}

/** As it was typed: space around a password is part of it. */
function passwordOf({ password }: Form): string {
  return typeof password === 'string' ? password : '';
}
