import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { ApplicationDto, MeDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { createApplication, readApplications } from '../shared/application.api.js';
import { optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { applicationsView, newApplicationView, type ApplicationForm } from './applications.view.js';

const applicationsPerPage = 50;

@Controller('applications')
export class ApplicationsController {
  @Get()
  async list(@AsVisitor() visitor: VisitorApi, @Query() query: Record<string, unknown>): Promise<Page> {
    const cursor = textOf(query, 'cursor');
    return new Page(
      'applications',
      applicationsView(await readApplications(visitor, cursor, applicationsPerPage), cursor),
    );
  }

  @Get('new')
  async showNew(@AsVisitor() visitor: VisitorApi): Promise<Page> {
    return this.form(visitor, { name: '', description: '', teamId: '' }, randomUUID());
  }

  @Post('new')
  async create(@AsVisitor() visitor: VisitorApi, @Body() form: Form): Promise<Page | Redirect> {
    const [name, description, teamId] = [textOf(form, 'name'), textOf(form, 'description'), textOf(form, 'teamId')];
    let made: ApplicationDto | undefined;
    const problem = await refusalOf(async () => {
      const request = { name, description, teamId: optionalTextOf(form, 'teamId') };
      made = await createApplication(visitor, request, textOf(form, 'once') || randomUUID());
    });
    if (problem !== undefined) return this.form(visitor, { name, description, teamId }, randomUUID(), problem);
    const message = `${name} is there. Subscribe it to a service, or make a key.`;
    return new Redirect(link('applications', made!.id), { kind: 'good', message });
  }

  private async form(visitor: VisitorApi, form: ApplicationForm, once: string, problem?: ApiProblem): Promise<Page> {
    const { memberships } = await visitor.call<MeDto>({ path: '/v1/me' });
    const view = newApplicationView(memberships, form, once, problem);
    return new Page('application-edit', view, { status: problem?.status ?? 200 });
  }
}
