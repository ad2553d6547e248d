import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { ExposureName, ServiceDto, VisibilityName } from '#contract';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { AsPublisher, requireEditable, type PublishingApi } from '../publish/publishing.api.js';
import { listOf, optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import {
  editServiceView,
  emptyServiceForm,
  formOfService,
  newServiceView,
  type ServiceForm,
  type TeamOption,
} from './service-edit.view.js';

@Controller('publish')
export class ServiceEditController {
  @Get('new')
  async showNew(@AsPublisher() api: PublishingApi): Promise<Page | Redirect> {
    const teams = await teamsOf(api);
    if (teams.length === 0) return new Redirect('/publish');
    return new Page('service-edit', newServiceView(teams, emptyServiceForm));
  }

  @Post('new')
  async register(@AsPublisher() api: PublishingApi, @Body() form: Form): Promise<Page | Redirect> {
    let made: ServiceDto | undefined;
    const input = {
      name: textOf(form, 'name'),
      slug: optionalTextOf(form, 'slug'),
      ownerTeamId: textOf(form, 'team'),
      ...described(form),
    };
    const problem = await refusalOf(async () => {
      made = await api.createService(input, textOf(form, 'once'));
    });
    if (made !== undefined) {
      const message = `${made.name} is registered. Give it a version next.`;
      return new Redirect(link('publish', made.slug), { kind: 'good', message });
    }
    const view = newServiceView(await teamsOf(api), formOf(form), problem);
    return new Page('service-edit', view, { status: problem?.status });
  }

  @Get(':slug/edit')
  async showEdit(@AsPublisher() api: PublishingApi, @Param('slug') slug: string): Promise<Page> {
    const [service, grants] = await Promise.all([api.service(slug), api.grants(slug)]);
    requireEditable(service);
    const form = formOfService(service, grants.items);
    return new Page('service-edit', editServiceView(service, form, `"${service.revision}"`));
  }

  @Post(':slug/edit')
  async save(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const etag = textOf(form, 'etag');
    const input = { name: textOf(form, 'name'), ...described(form) };
    const problem = await refusalOf(async () => {
      // The grants first: they alone name things that may not exist, and they carry no revision.
      if (input.visibility === 'private') await api.putGrants(slug, listOf(form, 'grants'));
      await api.updateService(slug, etag, input);
    });
    if (problem === undefined) return new Redirect(link('publish', slug), { kind: 'good', message: 'Saved.' });
    const service = await api.service(slug);
    return new Page('service-edit', editServiceView(service, formOf(form), etag, problem), { status: problem.status });
  }
}

/** The teams that a service of this person can belong to; for an admin all provider teams. */
async function teamsOf(api: PublishingApi): Promise<TeamOption[]> {
  const { user, memberships } = await api.me();
  if (user.platformRole === 'admin') {
    const { items } = await api.teams();
    return items.filter(({ kind }) => kind === 'provider').map(({ id, name }) => ({ value: id, label: name }));
  }
  return memberships
    .filter(({ teamKind, role }) => teamKind === 'provider' && role !== 'viewer')
    .map(({ teamId, teamName }) => ({ value: teamId, label: teamName }));
}

function described(form: Form) {
  return {
    summary: textOf(form, 'summary'),
    description: textOf(form, 'description'),
    visibility: textOf(form, 'visibility') as VisibilityName,
    exposure: textOf(form, 'exposure') as ExposureName,
  };
}

function formOf(form: Form): ServiceForm {
  const names = ['name', 'slug', 'summary', 'description', 'team', 'exposure', 'visibility', 'grants'] as const;
  return Object.fromEntries(names.map((name) => [name, textOf(form, name)]));
}
