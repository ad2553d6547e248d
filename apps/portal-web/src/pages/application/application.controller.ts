import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { ApplicationDto, TeamDetailDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { readApplication, readKeys, readSubscriptions } from '../shared/application.api.js';
import { confirmView, isConfirmed } from '../shared/confirm.view.js';
import { textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { readApplicationUsage } from '../usage/usage.api.js';
import { callsChart } from '../usage/usage-charts.js';
import { applicationView } from './application.view.js';
import { applicationSettingsView } from './applications.view.js';

@Controller('applications/:id')
export class ApplicationController {
  @Get()
  async show(@Param('id') id: string, @AsVisitor() visitor: VisitorApi): Promise<Page> {
    const application = await readApplication(visitor, id);
    const [subscriptions, keys, team, usage] = await Promise.all([
      readSubscriptions(visitor, id),
      readKeys(visitor, id),
      visitor.call<TeamDetailDto>({ path: apiPath('teams', application.teamId) }),
      readApplicationUsage(visitor, id, '24h'),
    ]);
    const chart = usage.totals.calls === 0 ? undefined : callsChart(usage);
    return new Page('application', applicationView({ application, subscriptions, keys, team, chart }));
  }

  @Get('settings')
  async showSettings(@Param('id') id: string, @AsVisitor() visitor: VisitorApi): Promise<Page> {
    const application = await readApplication(visitor, id);
    const { name, description, teamId, revision } = application;
    const view = applicationSettingsView(application, { name, description, teamId }, `"${revision}"`);
    return new Page('application-edit', view);
  }

  @Post('settings')
  async save(@Param('id') id: string, @AsVisitor() visitor: VisitorApi, @Body() form: Form): Promise<Page | Redirect> {
    const input = { name: textOf(form, 'name'), description: textOf(form, 'description') };
    const etag = textOf(form, 'etag');
    const path = apiPath('applications', id);
    const problem = await refusalOf(() => visitor.call({ method: 'PATCH', path, body: input, ifMatch: etag }));
    if (problem === undefined)
      return new Redirect(link('applications', id), { kind: 'good', message: 'The application is saved.' });
    const application = await readApplication(visitor, id);
    const view = applicationSettingsView(application, { ...input, teamId: application.teamId }, etag, problem);
    return new Page('application-edit', view, { status: problem.status });
  }

  @Get('delete')
  async askDelete(@Param('id') id: string, @AsVisitor() visitor: VisitorApi): Promise<Page> {
    return new Page('confirm', deleteView(await readApplication(visitor, id)));
  }

  @Post('delete')
  async remove(
    @Param('id') id: string,
    @AsVisitor() visitor: VisitorApi,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const application = await readApplication(visitor, id);
    if (!isConfirmed(form, application.name))
      return new Page('confirm', deleteView(application, true), { status: 422 });
    await visitor.call({ method: 'DELETE', path: apiPath('applications', id) });
    const message = `${application.name} is deleted; its keys are revoked.`;
    return new Redirect('/applications', { kind: 'calm', message });
  }
}

function deleteView({ id, name }: ApplicationDto, mistyped = false) {
  const href = link('applications', id);
  return confirmView({
    title: 'Delete an application',
    heading: `Delete ${name}`,
    breadcrumb: [{ href: `${href}/settings`, label: name }],
    formAction: `${href}/delete`,
    name,
    text: 'Its keys are revoked and its subscriptions end, as soon as the gateways know. It cannot be undone.',
    button: 'Delete the application',
    mistyped,
  });
}
