import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Redirect } from '../../http/page.js';
import { Cookies } from '../../session/cookies.js';
import { isLocalPath } from '../../view/helpers.js';

@Controller('theme')
export class ThemeController {
  constructor(private readonly cookies: Cookies) {}

  /** Remembers light or dark colours in a cookie and goes back to the page. */
  @Get()
  choose(
    @Query('to') to: unknown,
    @Query('back') back: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Redirect {
    if (to === 'light' || to === 'dark') this.cookies.writeTheme(reply, to);
    return new Redirect(isLocalPath(back) ? back : '/');
  }
}
