import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import type { SubscriptionDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { readApplication } from '../shared/application.api.js';
import { confirmView, isConfirmed } from '../shared/confirm.view.js';
import { textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { readPlans } from '../service/service.api.js';
import { subscriptionView } from './subscription.view.js';

@Controller('applications/:id/subscriptions/:subscriptionId')
export class SubscriptionController {
  @Get()
  async show(
    @Param('id') id: string,
    @Param('subscriptionId') subscriptionId: string,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page> {
    return this.page(visitor, await readSubscription(visitor, id, subscriptionId));
  }

  @Post('plan')
  async changePlan(
    @Param('id') id: string,
    @Param('subscriptionId') subscriptionId: string,
    @AsVisitor() visitor: VisitorApi,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const before = await readSubscription(visitor, id, subscriptionId);
    const path = apiPath('subscriptions', subscriptionId, 'plan');
    let after: SubscriptionDto | undefined;
    const problem = await refusalOf(async () => {
      after = await visitor.call<SubscriptionDto>({ method: 'POST', path, body: { plan: textOf(form, 'plan') } });
    });
    if (after === undefined) return this.page(visitor, before, textOf(form, 'plan'), problem);
    const waits = after.requestedPlan;
    return new Redirect(link('applications', id, 'subscriptions', subscriptionId), {
      kind: waits === null ? 'good' : 'wait',
      message: waits === null ? `${after.plan?.name} is in force.` : `${waits.name} waits for approval.`,
    });
  }

  @Get('cancel')
  async askCancel(
    @Param('id') id: string,
    @Param('subscriptionId') subscriptionId: string,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page> {
    return new Page('confirm', cancelView(await readSubscription(visitor, id, subscriptionId)));
  }

  @Post('cancel')
  async cancel(
    @Param('id') id: string,
    @Param('subscriptionId') subscriptionId: string,
    @AsVisitor() visitor: VisitorApi,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const subscription = await readSubscription(visitor, id, subscriptionId);
    if (!isConfirmed(form, subscription.serviceName))
      return new Page('confirm', cancelView(subscription, true), { status: 422 });
    await visitor.call({ method: 'POST', path: apiPath('subscriptions', subscriptionId, 'cancel') });
    const message = `The subscription to ${subscription.serviceName} is cancelled.`;
    return new Redirect(link('applications', id), { kind: 'calm', message });
  }

  private async page(
    visitor: VisitorApi,
    subscription: SubscriptionDto,
    chosen?: string,
    problem?: ApiProblem,
  ): Promise<Page> {
    const [application, plans] = await Promise.all([
      readApplication(visitor, subscription.applicationId),
      readPlans(visitor, subscription.serviceSlug),
    ]);
    const view = subscriptionView(application, subscription, plans, chosen, problem);
    return new Page('subscription', view, { status: problem?.status ?? 200 });
  }
}

/** The API finds it by its id alone; under another application it does not exist. */
async function readSubscription(visitor: VisitorApi, applicationId: string, id: string): Promise<SubscriptionDto> {
  const subscription = await visitor.call<SubscriptionDto>({ path: apiPath('subscriptions', id) });
  if (subscription.applicationId !== applicationId) throw new NotFoundException();
  return subscription;
}

function cancelView({ id, applicationId, applicationName, serviceName }: SubscriptionDto, mistyped = false) {
  const here = link('applications', applicationId, 'subscriptions', id);
  return confirmView({
    title: 'Cancel a subscription',
    heading: `Cancel ${serviceName}`,
    breadcrumb: [
      { href: link('applications', applicationId), label: applicationName },
      { href: here, label: serviceName },
    ],
    formAction: `${here}/cancel`,
    name: serviceName,
    text: `All keys of ${applicationName} stop working for ${serviceName}. You may subscribe again later.`,
    button: 'Cancel the subscription',
    mistyped,
  });
}
