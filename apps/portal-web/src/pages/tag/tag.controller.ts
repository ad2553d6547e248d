import { Controller, Get, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, PlainText } from '../../http/page.js';
import { PublicUrl } from '../../http/public-url.js';
import { askedPage } from '../reference/asked-page.js';
import { readTag } from '../reference/reference.api.js';
import { textOf } from '../shared/form.js';
import { tagMarkdown } from './tag.markdown.js';
import { printView, tagView } from './tag.view.js';

@Controller('services/:slug/:version')
export class TagController {
  constructor(private readonly publicUrl: PublicUrl) {}

  /** The operations of a tag: `/services/orders/v2/tags/Returns`; with `?print=1` all of them whole. */
  @Get(['tags', 'tags.md', 'tags/*'])
  async show(
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Req() request: FastifyRequest,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page | PlainText> {
    const { rest, isMarkdown: isNamedSo, query } = askedPage(request);
    const isMarkdown = isNamedSo || /\/tags\.md(\?|$)/.test(request.url);
    const cursor = textOf(query, 'cursor');
    const whole = !isMarkdown && query['print'] !== undefined;
    const dto = await readTag(visitor, { slug, version }, { name: rest, cursor, whole });
    if (isMarkdown) return new PlainText('text/markdown', tagMarkdown(dto, this.publicUrl.base));
    const page = whole ? new Page('print', printView(dto, cursor), { shared: true }) : undefined;
    return page ?? new Page('tag', tagView(dto, cursor), { shared: true });
  }
}
