import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { usageRanges, type UsageRangeName } from '#contract';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import { readApplication } from '../shared/application.api.js';
import { downloadApplicationUsage, readApplicationUsage } from './usage.api.js';
import { applicationUsageView } from './usage.view.js';

@Controller('applications/:id')
export class UsageController {
  @Get('usage')
  async show(@Param('id') id: string, @Query('range') range: unknown, @AsVisitor() visitor: VisitorApi): Promise<Page> {
    const [application, usage] = await Promise.all([
      readApplication(visitor, id),
      readApplicationUsage(visitor, id, rangeOf(range)),
    ]);
    return new Page('usage', applicationUsageView(application, usage));
  }

  @Get('usage.csv')
  async download(
    @Param('id') id: string,
    @Query('range') range: unknown,
    @AsVisitor() visitor: VisitorApi,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { contentType, disposition, bytes } = await downloadApplicationUsage(visitor, id, rangeOf(range));
    void reply.header('content-type', contentType).header('content-disposition', disposition);
    void reply.header('cache-control', 'no-store');
    return bytes;
  }
}

function rangeOf(range: unknown): UsageRangeName {
  return usageRanges.find((known) => known === range) ?? '24h';
}
