import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Page } from '../../http/page.js';
import { AsPublisher, type PublishingApi } from '../publish/publishing.api.js';
import { textOf, type Form } from '../shared/form.js';
import { sendDownload } from '../shared/send-download.js';
import { lintView, type LintFilter } from './lint.view.js';

@Controller('publish/:slug/:version')
export class LintController {
  @Get('lint')
  async show(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Query() query: Form,
  ): Promise<Page> {
    const filter = filterOf(query);
    const [service, version, report, history] = await Promise.all([
      api.service(slug),
      api.version(slug, name),
      api.lint(slug, name, { ...filter, limit: 100 }),
      api.lintHistory(slug, name),
    ]);
    return new Page('lint', lintView({ service, version, report, history }, filter));
  }

  @Get('lint.csv')
  async csv(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Query() query: Form,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { rule, severity } = filterOf(query);
    sendDownload(reply, await api.lintCsv(slug, name, { rule, severity }));
  }
}

function filterOf(query: Form): LintFilter {
  const severity = textOf(query, 'severity');
  return {
    rule: textOf(query, 'rule').slice(0, 100),
    severity: severity === 'error' || severity === 'warn' ? severity : '',
    cursor: textOf(query, 'cursor'),
  };
}
