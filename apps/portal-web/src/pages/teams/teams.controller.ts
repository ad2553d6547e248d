import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { MeDto, TeamDetailDto, TeamDto, TeamPageDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { newTeamView, teamsView, teamView, teamViewer, type RefusedTeamForm, type TeamViewer } from './teams.view.js';

@Controller('teams')
export class TeamsController {
  @Get()
  async list(@AsVisitor() api: VisitorApi, @Query() query: Form): Promise<Page> {
    const cursor = optionalTextOf(query, 'cursor');
    const viewer = await viewerOf(api);
    const page = await api.call<TeamPageDto>({ path: '/v1/teams', query: { cursor } });
    return new Page('teams', teamsView(page, viewer, cursor));
  }

  @Get('new')
  async showNew(@AsVisitor() api: VisitorApi, @Query() query: Form): Promise<Page> {
    const kind = textOf(query, 'kind') === 'provider' ? 'provider' : 'developer';
    return new Page('team-new', newTeamView((await viewerOf(api)).isAdmin, { kind }));
  }

  @Post('new')
  async create(@AsVisitor() api: VisitorApi, @Body() form: Form): Promise<Page | Redirect> {
    const [name, slug, kind] = [textOf(form, 'name'), optionalTextOf(form, 'slug'), optionalTextOf(form, 'kind')];
    let made: TeamDto | undefined;
    const problem = await refusalOf(async () => {
      const idempotencyKey = textOf(form, 'once');
      made = await api.call({ method: 'POST', path: '/v1/teams', body: { name, slug, kind }, idempotencyKey });
    });
    if (made !== undefined) return new Redirect(link('teams', made.id), { kind: 'good', message: `${name} is made.` });
    const view = newTeamView((await viewerOf(api)).isAdmin, { name, slug, kind }, problem);
    return new Page('team-new', view, { status: problem?.status });
  }

  @Get(':id')
  show(@AsVisitor() api: VisitorApi, @Param('id') id: string): Promise<Page> {
    return this.page(api, id);
  }

  /** Another name, or another kind. */
  @Post(':id')
  async save(@AsVisitor() api: VisitorApi, @Param('id') id: string, @Body() form: Form): Promise<Page | Redirect> {
    const body = { name: optionalTextOf(form, 'name'), kind: optionalTextOf(form, 'kind') };
    const call = { method: 'PATCH', path: apiPath('teams', id), body, ifMatch: textOf(form, 'etag') } as const;
    const problem = await refusalOf(() => api.call(call));
    if (problem === undefined) return new Redirect(link('teams', id), { kind: 'good', message: 'Saved.' });
    return this.page(api, id, { form: 'name', typed: { name: body.name }, problem });
  }

  @Post(':id/members')
  async add(@AsVisitor() api: VisitorApi, @Param('id') id: string, @Body() form: Form): Promise<Page | Redirect> {
    const body = { email: textOf(form, 'email'), role: textOf(form, 'role') };
    const problem = await refusalOf(() => api.call({ method: 'POST', path: apiPath('teams', id, 'members'), body }));
    if (problem === undefined)
      return new Redirect(link('teams', id), { kind: 'good', message: `${body.email} is in the team.` });
    return this.page(api, id, { form: 'member', typed: body, problem });
  }

  @Post(':id/members/:userId')
  async setRole(
    @AsVisitor() api: VisitorApi,
    @Param('id') id: string,
    @Param('userId') userId: string,
    @Body() form: Form,
  ): Promise<Redirect> {
    const path = apiPath('teams', id, 'members', userId);
    const body = { role: textOf(form, 'role') };
    const problem = await refusalOf(() => api.call({ method: 'PUT', path, body }));
    if (problem !== undefined) return new Redirect(link('teams', id), { kind: 'bad', message: problem.message });
    return new Redirect(link('teams', id), { kind: 'good', message: 'The role is changed.' });
  }

  @Post(':id/members/:userId/remove')
  async remove(
    @AsVisitor() api: VisitorApi,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ): Promise<Redirect> {
    const path = apiPath('teams', id, 'members', userId);
    const problem = await refusalOf(() => api.call({ method: 'DELETE', path }));
    if (problem !== undefined) return new Redirect(link('teams', id), { kind: 'bad', message: problem.message });
    const { userId: selfId, seesAll } = await viewerOf(api);
    const to = selfId === userId && !seesAll ? '/teams' : link('teams', id);
    return new Redirect(to, { kind: 'good', message: selfId === userId ? 'You have left the team.' : 'Removed.' });
  }

  private async page(api: VisitorApi, id: string, refused?: RefusedTeamForm): Promise<Page> {
    const viewer = await viewerOf(api);
    const team = await api.call<TeamDetailDto>({ path: apiPath('teams', id) });
    return new Page('team', teamView(team, viewer, refused), { status: refused?.problem.status });
  }
}

async function viewerOf(api: VisitorApi): Promise<TeamViewer> {
  return teamViewer(await api.call<MeDto>({ path: '/v1/me' }));
}
