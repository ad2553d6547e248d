import { Controller, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, PlainText } from '../../http/page.js';
import { PublicUrl } from '../../http/public-url.js';
import { readStart } from '../reference/reference.api.js';
import { textOf } from '../shared/form.js';
import { referenceMarkdown } from './reference.markdown.js';
import { referenceView } from './reference.view.js';
import {
  firstCallable,
  newestLive,
  readMySubscriptions,
  readFirstCall,
  readOperations,
  readPlans,
  readService,
  readTimeline,
  readVersion,
} from './service.api.js';
import { serviceView } from './service.view.js';

const maxQueryLength = 200;

@Controller('services/:slug')
export class ServiceController {
  constructor(private readonly publicUrl: PublicUrl) {}

  /** What the service is, its plans, and what the version to use can do. */
  @Get()
  async show(
    @Param('slug') slug: string,
    @AsVisitor() visitor: VisitorApi,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const service = await readService(visitor, slug);
    const chosen = newestLive(service.versions);
    const signedIn = request.visitor.session !== undefined;
    const [plans, subscriptions, version, operations] = await Promise.all([
      readPlans(visitor, slug),
      signedIn ? readMySubscriptions(visitor, slug) : [],
      chosen && readVersion(visitor, slug, chosen.name),
      chosen && readOperations(visitor, slug, chosen.name),
    ]);
    const first = operations && firstCallable(operations.items);
    const firstCall = version && first && (await readFirstCall(visitor, slug, version.name, first));
    const view = serviceView({ service, plans, subscriptions, version, operations, firstCall });
    return new Page('service', view, { shared: true });
  }

  /** Where the reference of one version starts: its description and all its operations; `/services/orders/v2.md` as Markdown. */
  @Get(':version')
  async showVersion(
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Query() query: Record<string, unknown>,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page | PlainText> {
    if (name.endsWith('.md')) {
      const start = await readStart(visitor, { slug, version: name.slice(0, -'.md'.length) });
      return new PlainText('text/markdown', referenceMarkdown(start, this.publicUrl.base));
    }
    const filter = { query: textOf(query, 'q').slice(0, maxQueryLength), cursor: textOf(query, 'cursor') };
    const [start, operations, timeline] = await Promise.all([
      readStart(visitor, { slug, version: name }),
      readOperations(visitor, slug, name, filter),
      readTimeline(visitor, slug, name),
    ]);
    return new Page('reference', referenceView(start, operations, filter, timeline), { shared: true });
  }

  /** The OpenAPI document, byte for byte as its team uploaded it. */
  @Get(':version/openapi')
  async download(
    @Param('slug') slug: string,
    @Param('version') version: string,
    @AsVisitor() visitor: VisitorApi,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const path = apiPath('services', slug, 'versions', version, 'spec');
    const { contentType, disposition, body } = await visitor.download({ path });
    void reply.header('content-type', contentType).header('content-disposition', disposition);
    void reply.header('cache-control', 'private, no-cache');
    return new StreamableFile(body);
  }
}
