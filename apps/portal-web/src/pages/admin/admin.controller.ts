import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { GatewayListDto, SubscriptionPageDto, UsageDto } from '#contract';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import { sendDownload } from '../shared/send-download.js';
import { usageRangeOf } from '../shared/usage.view.js';
import { adminView } from './admin.view.js';

const maxWaiting = 5;

@Controller()
export class AdminController {
  @Get('admin')
  async overview(@AsVisitor() api: VisitorApi, @Query('range') range: unknown): Promise<Page> {
    const [usage, waiting, gateways] = await Promise.all([
      api.call<UsageDto>({ path: '/v1/usage', query: { range: usageRangeOf(range) } }),
      api.call<SubscriptionPageDto>({ path: '/v1/subscriptions', query: { state: 'waiting', limit: maxWaiting } }),
      api.call<GatewayListDto>({ path: '/v1/gateways' }),
    ]);
    return new Page('admin', adminView({ usage, waiting: waiting.items, gateways: gateways.items }));
  }

  @Get('admin.csv')
  async csv(@AsVisitor() api: VisitorApi, @Query('range') range: unknown, @Res() reply: FastifyReply): Promise<void> {
    const query = { range: usageRangeOf(range), format: 'csv' };
    sendDownload(reply, await api.download({ path: '/v1/usage', query }));
  }
}
