import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { VersionDto } from '#contract';
import { Page } from '../../http/page.js';
import { sendDownload } from '../shared/send-download.js';
import { usageRangeOf } from '../shared/usage.view.js';
import { publishServiceView, publishUsageView } from './publish-service.view.js';
import { publishView, publishViewer } from './publish.view.js';
import { AsPublisher, type PublishingApi } from './publishing.api.js';

const maxDetails = 12;
const maxSubscriptions = 20;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

@Controller('publish')
export class PublishController {
  @Get()
  async list(@AsPublisher() api: PublishingApi, @Query() query: Record<string, unknown>): Promise<Page> {
    const viewer = publishViewer(await api.me());
    const filter = {
      all: viewer.isAdmin && query['all'] === 'yes',
      query: text(query['query']),
      cursor: text(query['cursor']) || undefined,
    };
    const services = await api.services({
      scope: filter.all ? undefined : 'mine',
      query: filter.query,
      cursor: filter.cursor,
    });
    return new Page('publish', publishView(services, viewer, filter));
  }

  @Get(':slug')
  async show(@AsPublisher() api: PublishingApi, @Param('slug') slug: string): Promise<Page> {
    const [service, plans, subscriptions] = await Promise.all([
      api.service(slug),
      api.plans(slug),
      api.subscriptions(slug, { limit: maxSubscriptions }),
    ]);
    return new Page(
      'publish-service',
      publishServiceView({
        service,
        versions: await this.details(
          api,
          slug,
          service.versions.map(({ name }) => name),
        ),
        plans: plans.items,
        subscriptions: subscriptions.items,
        moreSubscriptions: subscriptions.nextCursor !== null,
      }),
    );
  }

  @Get(':slug/usage')
  async usage(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Query('range') range: unknown,
  ): Promise<Page> {
    const [service, usage] = await Promise.all([api.service(slug), api.usage(slug, usageRangeOf(range))]);
    return new Page('publish-usage', publishUsageView(service, usage));
  }

  @Get(':slug/usage.csv')
  async usageCsv(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Query('range') range: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendDownload(reply, await api.usageCsv(slug, usageRangeOf(range)));
  }

  /** The newest versions whole, for their gateways and their operations. */
  private details(api: PublishingApi, slug: string, names: string[]): Promise<VersionDto[]> {
    return Promise.all(names.slice(-maxDetails).map((name) => api.version(slug, name)));
  }
}
