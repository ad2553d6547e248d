import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { DeprecateVersionRequest } from '#contract';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import type { Flash } from '../../view/site.js';
import { AsPublisher, type PublishingApi } from '../publish/publishing.api.js';
import { isConfirmed } from '../shared/confirm.view.js';
import { optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { AsLifecycleOwner, type LifecycleApi } from './lifecycle.api.js';
import { confirmStopView, lifecycleView, type RefusedForm, type Typed } from './lifecycle.view.js';

const good = (message: string): Flash => ({ kind: 'good', message });

interface Apis {
  api: PublishingApi;
  life: LifecycleApi;
}

@Controller('publish/:slug/:version')
export class LifecycleController {
  @Get('lifecycle')
  show(
    @AsPublisher() api: PublishingApi,
    @AsLifecycleOwner() life: LifecycleApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
  ): Promise<Page> {
    return this.page({ api, life }, slug, name);
  }

  @Post('lifecycle/deprecate')
  deprecate(
    @AsPublisher() api: PublishingApi,
    @AsLifecycleOwner() life: LifecycleApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ) {
    const plan = planOf(form);
    const words =
      plan.deprecatesAt === undefined ? 'is deprecated. Calls still pass.' : 'will be deprecated by itself.';
    return this.step({ api, life }, slug, name, good(`${name} ${words}`), () => life.deprecate(slug, name, plan), form);
  }

  @Post('lifecycle')
  plan(
    @AsPublisher() api: PublishingApi,
    @AsLifecycleOwner() life: LifecycleApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ) {
    const save = () => life.putPlan(slug, name, textOf(form, 'etag'), planOf(form));
    return this.step({ api, life }, slug, name, good('The plan is saved.'), save, form);
  }

  @Post('lifecycle/drop')
  drop(
    @AsPublisher() api: PublishingApi,
    @AsLifecycleOwner() life: LifecycleApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ) {
    const drop = () => life.putPlan(slug, name, textOf(form, 'etag'), {});
    return this.step({ api, life }, slug, name, good(`${name} goes on: nothing is planned.`), drop, form);
  }

  @Post('brownouts')
  planBrownout(
    @AsPublisher() api: PublishingApi,
    @AsLifecycleOwner() life: LifecycleApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ) {
    const [startsAt = '', endsAt = ''] = [instantOf(form, 'startsAt'), instantOf(form, 'endsAt')];
    const body = { startsAt, endsAt, sharePercent: Number(textOf(form, 'sharePercent')) };
    const plan = () => life.planBrownout(slug, name, body, optionalTextOf(form, 'once'));
    const done = good('The brown-out is planned. Those who called lately are told by mail.');
    return this.step({ api, life }, slug, name, done, plan, form);
  }

  @Post('brownouts/:id/cancel')
  cancelBrownout(
    @AsPublisher() api: PublishingApi,
    @AsLifecycleOwner() life: LifecycleApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Param('id') id: string,
  ) {
    const done = good('The brown-out is called off.');
    return this.step({ api, life }, slug, name, done, () => life.cancelBrownout(slug, name, id));
  }

  @Get('stop-answering')
  async askToStop(@AsPublisher() api: PublishingApi, @Param('slug') slug: string, @Param('version') name: string) {
    return new Page('confirm', confirmStopView(await api.service(slug), name));
  }

  @Post('stop-answering')
  async stop(
    @AsPublisher() api: PublishingApi,
    @AsLifecycleOwner() life: LifecycleApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    if (!isConfirmed(form, name))
      return new Page('confirm', confirmStopView(await api.service(slug), name, true), { status: 422 });
    const done = good(`The gateways take ${name} off now.`);
    return this.step({ api, life }, slug, name, done, () => life.stopAnswering(slug, name));
  }

  /** Takes the step and shows what became of it: on the page itself when it was refused. */
  private async step(
    apis: Apis,
    slug: string,
    name: string,
    done: Flash,
    action: () => Promise<unknown>,
    form: Form = {},
  ): Promise<Page | Redirect> {
    const problem = await refusalOf(action);
    if (problem !== undefined) return this.page(apis, slug, name, { problem, typed: typedIn(form) });
    return new Redirect(link('publish', slug, name, 'lifecycle'), done);
  }

  private async page({ api, life }: Apis, slug: string, name: string, refused?: RefusedForm): Promise<Page> {
    const [service, version, timeline, brownouts] = await Promise.all([
      api.service(slug),
      api.version(slug, name),
      life.timeline(slug, name),
      life.brownouts(slug, name),
    ]);
    const view = lifecycleView({ service, version, timeline, brownouts, once: randomUUID() }, refused);
    return new Page('lifecycle', view, { status: refused?.problem.status });
  }
}

function planOf(form: Form): DeprecateVersionRequest {
  return {
    deprecatesAt: instantOf(form, 'deprecatesAt'),
    sunsetAt: instantOf(form, 'sunsetAt'),
    retiresAtSunset: textOf(form, 'retiresAtSunset') === 'yes',
    successor: optionalTextOf(form, 'successor'),
  };
}

/** What a field for day and time gives has no zone: it is meant in UTC. Where scripts run they give a moment. Anything else the API refuses. */
function instantOf(form: Form, name: string): string | undefined {
  const text = optionalTextOf(form, name);
  return text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00Z` : text;
}

function typedIn(form: Form): Typed {
  const names = ['deprecatesAt', 'sunsetAt', 'successor', 'startsAt', 'endsAt', 'sharePercent'] as const;
  const texts = Object.fromEntries(names.filter((name) => name in form).map((name) => [name, textOf(form, name)]));
  return 'sunsetAt' in form ? { ...texts, retiresAtSunset: textOf(form, 'retiresAtSunset') === 'yes' } : texts;
}
