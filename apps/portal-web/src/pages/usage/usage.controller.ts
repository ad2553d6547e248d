import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import { readApplication } from '../shared/application.api.js';
import { sendDownload } from '../shared/send-download.js';
import { usageRangeOf } from '../shared/usage.view.js';
import { downloadApplicationUsage, readApplicationUsage } from './usage.api.js';
import { applicationUsageView } from './usage.view.js';

@Controller('applications/:id')
export class UsageController {
  @Get('usage')
  async show(@Param('id') id: string, @Query('range') range: unknown, @AsVisitor() visitor: VisitorApi): Promise<Page> {
    const [application, usage] = await Promise.all([
      readApplication(visitor, id),
      readApplicationUsage(visitor, id, usageRangeOf(range)),
    ]);
    return new Page('usage', applicationUsageView(application, usage));
  }

  @Get('usage.csv')
  async download(
    @Param('id') id: string,
    @Query('range') range: unknown,
    @AsVisitor() visitor: VisitorApi,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendDownload(reply, await downloadApplicationUsage(visitor, id, usageRangeOf(range)));
  }
}
