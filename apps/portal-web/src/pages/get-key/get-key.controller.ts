import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { ApiProblem } from '../../api-client/api-problem.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { isLocalPath, link } from '../../view/helpers.js';
import { readApplications, readEnvironments } from '../shared/application.api.js';
import { textOf, type Form } from '../shared/form.js';
import { keyRevealView } from '../shared/key-reveal.view.js';
import { readMySubscriptions, readPlans, readService } from '../service/service.api.js';
import { getKeyView, keySteps, type GetKeyChoices, type GetKeyView } from './get-key.view.js';
import { takeKey, type KeyForm, type KeyOutcome } from './take-key.js';

@Controller('services/:slug/get-key')
export class GetKeyController {
  @Get()
  async show(
    @Param('slug') slug: string,
    @Query() query: Record<string, unknown>,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page> {
    const choices = await this.choices(visitor, slug);
    const plan = textOf(query, 'plan') || (choices.plans[0]?.slug ?? '');
    const application = textOf(query, 'application') || (choices.applications[0]?.id ?? 'new');
    const environment = liveOf(choices);
    const form = { application, applicationName: '', plan, keyName: '', environment };
    return formPage(getKeyView(choices, form, randomUUID()), backOf(query));
  }

  /** Answers with the key itself: it stands in this one answer, which nothing keeps. */
  @Post()
  async take(
    @Param('slug') slug: string,
    @Body() body: Form,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page | Redirect> {
    const form = readForm(body);
    const outcome = await takeKey(visitor, slug, form, textOf(body, 'once') || randomUUID());
    if (outcome.kind === 'issued') return revealed(outcome, backOf(body));
    if (outcome.kind === 'waiting') return waiting(outcome);
    const again = await this.again(visitor, slug, form, outcome.application?.id, outcome.problem);
    return formPage(again, backOf(body), outcome.problem.status);
  }

  private async again(
    visitor: VisitorApi,
    slug: string,
    form: KeyForm,
    madeId: string | undefined,
    problem: ApiProblem,
  ): Promise<GetKeyView> {
    const kept = madeId === undefined ? form : { ...form, application: madeId, applicationName: '' };
    return getKeyView(await this.choices(visitor, slug), kept, randomUUID(), problem);
  }

  private async choices(visitor: VisitorApi, slug: string): Promise<GetKeyChoices> {
    const [service, plans, applications, environments, subscriptions] = await Promise.all([
      readService(visitor, slug),
      readPlans(visitor, slug),
      readApplications(visitor),
      readEnvironments(visitor),
      readMySubscriptions(visitor, slug),
    ]);
    const changeable = applications.items.filter(({ editable }) => editable);
    return { service, plans, applications: changeable, environments, subscriptions };
  }
}

function readForm(body: Form): KeyForm {
  return {
    application: textOf(body, 'application'),
    applicationName: textOf(body, 'applicationName'),
    plan: textOf(body, 'plan'),
    keyName: textOf(body, 'keyName'),
    environment: textOf(body, 'environment'),
  };
}

function formPage(view: GetKeyView, back: string | undefined, status = 200): Page {
  const model = { ...view, back };
  return new Page('get-key', model, { status });
}

/** The page that was left for a key. */
function backOf(form: Form): string | undefined {
  const back = textOf(form, 'back');
  return isLocalPath(back) ? back : undefined;
}

/** `live` where there is one: what the API takes when nothing is named. */
function liveOf({ environments }: GetKeyChoices): string {
  return (environments.find(({ slug }) => slug === 'live') ?? environments[0])?.slug ?? '';
}

function revealed(
  { application, subscription, issued }: KeyOutcome & { kind: 'issued' },
  back: string | undefined,
): Page {
  const { requestedPlan, plan } = subscription;
  const notice =
    requestedPlan === null
      ? undefined
      : `${requestedPlan.name} waits for approval. Until then the key works under ${plan?.name ?? 'the plan in force'}.`;
  return new Page('key-revealed', keyRevealView(application, issued, { steps: keySteps('Key'), notice, back }));
}

function waiting({ application, subscription }: KeyOutcome & { kind: 'waiting' }): Redirect {
  const message = `${application.name} has asked for the ${subscription.requestedPlan?.name ?? 'chosen'} plan.`;
  return new Redirect(link('applications', application.id, 'subscriptions', subscription.id), {
    kind: 'wait',
    message,
  });
}
