import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { SubscriptionDto, SubscriptionPageDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { approvalsView, type ApprovalsTab, type RefusedDecision } from './approvals.view.js';
import { WaitingCounts } from './waiting-counts.js';

@Controller('approvals')
export class ApprovalsController {
  constructor(private readonly counts: WaitingCounts) {}

  @Get()
  list(@AsVisitor() api: VisitorApi, @Query() query: Form): Promise<Page> {
    const tab = query['state'] === 'decided' ? 'decided' : 'waiting';
    return this.page(api, tab, optionalTextOf(query, 'cursor'));
  }

  @Post(':id')
  async decide(
    @AsVisitor() api: VisitorApi,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const decision = textOf(form, 'decision') === 'approve' ? 'approve' : 'reject';
    const reason = textOf(form, 'reason');
    let decided: SubscriptionDto | undefined;
    const problem = await refusalOf(async () => {
      const path = apiPath('subscriptions', id, decision);
      decided = await api.call<SubscriptionDto>({ method: 'POST', path, body: reason === '' ? {} : { reason } });
    });
    this.counts.forget(request.visitor.session?.user.id ?? '');
    if (problem !== undefined) return this.page(api, 'waiting', undefined, { id, reason, problem });
    const word = decision === 'approve' ? 'approved' : 'rejected';
    const message = `${decided?.applicationName} for ${decided?.serviceName} is ${word}.`;
    return new Redirect('/approvals', { kind: 'good', message });
  }

  private async page(
    api: VisitorApi,
    tab: ApprovalsTab,
    cursor: string | undefined,
    refused?: RefusedDecision,
  ): Promise<Page> {
    const query = { state: tab === 'waiting' ? tab : undefined, cursor };
    const page = await api.call<SubscriptionPageDto>({ path: '/v1/subscriptions', query });
    return new Page('approvals', approvalsView(tab, page, cursor, refused), { status: refused?.problem.status });
  }
}
