import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { AnnouncedDto } from '#contract';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { countOf } from '../proposal/review.view.js';
import { AsPublisher, type PublishingApi } from '../publish/publishing.api.js';
import { optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { sendDownload } from '../shared/send-download.js';
import { announceView, callersView, type CallersFilter, type RefusedMessage } from './callers.view.js';

const callersPerPage = 100;
/** As many operations as can be chosen from; others may be typed. */
const offeredOperations = 200;

@Controller('publish/:slug/:version')
export class CallersController {
  @Get('callers')
  show(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Query() query: Form,
  ): Promise<Page> {
    return this.page(api, slug, name, filterOf(query));
  }

  @Get('callers.csv')
  async csv(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Query() query: Form,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendDownload(reply, await api.callersCsv(slug, name, { operation: filterOf(query).operation }));
  }

  /** Shows the message again first; the second time it goes out. */
  @Post('callers/announce')
  async announce(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const typed = { subject: textOf(form, 'subject'), text: textOf(form, 'text') };
    const filter = filterOf(form);
    const isTyped = typed.subject !== '' && typed.text !== '';
    if (isTyped && textOf(form, 'sure') !== 'yes') {
      const [service, version, page] = await Promise.all([
        api.service(slug),
        api.version(slug, name),
        api.callers(slug, name, { operation: filter.operation, limit: 1 }),
      ]);
      return new Page('ask', announceView({ service, version, page }, filter.operation, typed));
    }
    let sent: AnnouncedDto | undefined;
    const body = { ...typed, operation: optionalTextOf(form, 'operation') };
    const problem = await refusalOf(async () => {
      sent = await api.announce(slug, name, body, optionalTextOf(form, 'once'));
    });
    if (problem !== undefined) return this.page(api, slug, name, filter, { form: typed, problem });
    return new Redirect(link('publish', slug, name, 'callers'), { kind: 'good', message: sentText(sent) });
  }

  private async page(
    api: PublishingApi,
    slug: string,
    name: string,
    filter: CallersFilter,
    refused?: RefusedMessage,
  ): Promise<Page> {
    const [service, version, page, { items: operations }] = await Promise.all([
      api.service(slug),
      api.version(slug, name),
      api.callers(slug, name, { ...filter, limit: callersPerPage }),
      api.operations(slug, name, offeredOperations),
    ]);
    const view = callersView({ service, version, page, operations }, filter, refused);
    return new Page('callers', view, { status: refused?.problem.status });
  }
}

function filterOf(query: Form): CallersFilter {
  return { operation: textOf(query, 'operation').slice(0, 500), cursor: textOf(query, 'cursor') };
}

function sentText(sent: AnnouncedDto | undefined): string {
  if (sent === undefined) return 'Sent.';
  return `${countOf(sent.recipients, 'mail')} to ${countOf(sent.teams, 'team')} ${sent.recipients === 1 ? 'is' : 'are'} under way.`;
}
