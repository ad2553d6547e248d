import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem, ApiUnreachable } from '../../api-client/api-problem.js';
import { Page, Redirect } from '../../http/page.js';
import { Cookies } from '../../session/cookies.js';
import { isLocalPath } from '../../view/helpers.js';
import { SessionApi } from './session.api.js';
import { signInView, signUpView } from './session.view.js';

type Form = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

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
  async signIn(@Body() form: Form, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page | Redirect> {
    const back = localPath(form['back']);
    const email = text(form['email']).trim();
    try {
      this.cookies.writeSession(reply, await this.api.signIn(email, text(form['password'])));
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
  async signUp(@Body() form: Form, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page | Redirect> {
    const back = localPath(form['back']);
    const [email, name, password] = [text(form['email']).trim(), text(form['name']).trim(), text(form['password'])];
    try {
      await this.api.signUp({ email, displayName: name, password });
      this.cookies.writeSession(reply, await this.api.signIn(email, password));
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
      if (session !== undefined) await this.api.signOut(session);
    } catch (error) {
      if (!(error instanceof ApiProblem || error instanceof ApiUnreachable)) throw error;
    }
    return new Redirect('/', { kind: 'calm', message: 'You are signed out.' });
  }
}

function localPath(back: unknown): string {
  return isLocalPath(back) ? back : '/';
}
