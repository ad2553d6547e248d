import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page, Redirect } from '../../http/page.js';
import { AsPublisher, type PublishingApi } from '../publish/publishing.api.js';
import type { Form } from '../shared/form.js';
import { LintPages } from './lint-pages.js';

const pages = new LintPages('version');

/** What the linter found in the document that a version has. */
@Controller('publish/:slug/:version')
export class LintController {
  @Get('lint')
  show(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Query() query: Form,
  ): Promise<Page> {
    return pages.show(api, slug, name, query);
  }

  @Get('lint.csv')
  csv(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Query() query: Form,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return pages.csv(api, slug, name, query, reply);
  }

  @Post('lint')
  again(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
  ): Promise<Redirect> {
    return pages.again(api, slug, name);
  }
}
