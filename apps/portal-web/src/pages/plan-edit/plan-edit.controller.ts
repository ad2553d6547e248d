import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import type { ApprovalName, PlanDto, PlanLimitsDto } from '#contract';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { AsPublisher, requireEditable, type PublishingApi } from '../publish/publishing.api.js';
import { optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { editPlanView, formOfPlan, limitWindows, newPlanView, type PlanForm } from './plan-edit.view.js';

const emptyForm: PlanForm = { approval: 'auto', limits: {} };

@Controller('publish/:slug/plans')
export class PlanEditController {
  @Get('new')
  async showNew(@AsPublisher() api: PublishingApi, @Param('slug') slug: string): Promise<Page> {
    const service = await api.service(slug);
    requireEditable(service);
    return new Page('plan-edit', newPlanView(service, emptyForm));
  }

  @Post('new')
  async create(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const input = { slug: optionalTextOf(form, 'slug'), ...termsOf(form) };
    const problem = await refusalOf(() => api.createPlan(slug, input, textOf(form, 'once')));
    if (problem === undefined)
      return new Redirect(link('publish', slug), { kind: 'good', message: `The plan ${input.name} is offered.` });
    const view = newPlanView(await api.service(slug), formOf(form), problem);
    return new Page('plan-edit', view, { status: problem.status });
  }

  @Get(':plan/edit')
  async showEdit(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('plan') planSlug: string,
  ): Promise<Page> {
    const [service, plan] = await this.read(api, slug, planSlug);
    requireEditable(service);
    return new Page('plan-edit', editPlanView(service, plan, formOfPlan(plan), `"${plan.revision}"`));
  }

  @Post(':plan/edit')
  async save(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('plan') planSlug: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const etag = textOf(form, 'etag');
    const problem = await refusalOf(() => api.updatePlan(slug, planSlug, etag, termsOf(form)));
    if (problem === undefined)
      return new Redirect(link('publish', slug), { kind: 'good', message: 'The plan is saved.' });
    const [service, plan] = await this.read(api, slug, planSlug);
    const view = editPlanView(service, plan, formOf(form), etag, problem);
    return new Page('plan-edit', view, { status: problem.status });
  }

  @Post(':plan/archive')
  async archive(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('plan') planSlug: string,
  ): Promise<Redirect> {
    const { name } = await api.archivePlan(slug, planSlug);
    return new Redirect(link('publish', slug), { kind: 'good', message: `The plan ${name} is archived.` });
  }

  private async read(api: PublishingApi, slug: string, planSlug: string) {
    const [service, plans] = await Promise.all([api.service(slug), api.plans(slug)]);
    const plan = plans.items.find((candidate: PlanDto) => candidate.slug === planSlug);
    if (plan === undefined) throw new NotFoundException();
    return [service, plan] as const;
  }
}

function termsOf(form: Form) {
  return {
    name: textOf(form, 'name'),
    description: textOf(form, 'description'),
    approval: textOf(form, 'approval') as ApprovalName,
    limits: limitsOf(form),
  };
}

/** Empty windows are left out; what is no number goes on as it is, so that the API names the field. */
function limitsOf(form: Form): PlanLimitsDto {
  const given = limitWindows.filter((window) => textOf(form, window) !== '');
  const numbers = given.map((window) => {
    const text = textOf(form, window);
    return [window, Number.isNaN(Number(text)) ? text : Number(text)];
  });
  return Object.fromEntries(numbers) as PlanLimitsDto;
}

function formOf(form: Form): PlanForm {
  return {
    name: textOf(form, 'name'),
    slug: textOf(form, 'slug'),
    description: textOf(form, 'description'),
    approval: textOf(form, 'approval'),
    limits: Object.fromEntries(limitWindows.map((window) => [window, textOf(form, window)])),
  };
}
