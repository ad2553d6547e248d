import { Controller, Get, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, PlainText } from '../../http/page.js';
import { PublicUrl } from '../../http/public-url.js';
import { pointerOf } from '../reference/addresses.js';
import { askedPage } from '../reference/asked-page.js';
import { readComponent } from '../reference/reference.api.js';
import { schemaMarkdown } from './schema.markdown.js';
import { schemaView } from './schema.view.js';

@Controller('services/:slug/:version/schemas')
export class SchemaController {
  constructor(private readonly publicUrl: PublicUrl) {}

  /** A component: `/services/orders/v2/schemas/Order`; with `?at=` a place in it. */
  @Get('*')
  async show(
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Req() request: FastifyRequest,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page | PlainText> {
    const { rest, at, from, isMarkdown } = askedPage(request);
    const component = await readComponent(visitor, { slug, version }, pointerOf(rest), at);
    if (isMarkdown) return new PlainText('text/markdown', schemaMarkdown(component, this.publicUrl.base));
    return new Page('schema', schemaView(component, from), { shared: true });
  }
}
