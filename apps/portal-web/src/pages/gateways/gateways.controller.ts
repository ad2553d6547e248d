import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { EnvironmentListDto, GatewayDto, GatewayListDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { editGatewayView, gatewaysView, newGatewayView, refillView, type GatewayForm } from './gateways.view.js';

const base = '/admin/gateways';

@Controller('admin/gateways')
export class GatewaysController {
  @Get()
  async list(@AsVisitor() api: VisitorApi, @Req() request: FastifyRequest): Promise<Page> {
    const { items } = await api.call<GatewayListDto>({ path: '/v1/gateways' });
    return new Page('gateways', gatewaysView(items, request.visitor.session?.user.isAdmin === true));
  }

  @Get('new')
  async showNew(@AsVisitor() api: VisitorApi): Promise<Page> {
    return new Page('gateway-edit', newGatewayView(await environmentsOf(api), { environment: 'live' }));
  }

  @Post('new')
  async register(@AsVisitor() api: VisitorApi, @Body() form: Form): Promise<Page | Redirect> {
    const body = { ...addressOf(form), kind: 'kong', environment: textOf(form, 'environment') };
    const idempotencyKey = textOf(form, 'once');
    const problem = await refusalOf(() => api.call({ method: 'POST', path: '/v1/gateways', body, idempotencyKey }));
    if (problem === undefined)
      return new Redirect(base, { kind: 'good', message: `${body.name} is registered. It takes over what is live.` });
    const view = newGatewayView(await environmentsOf(api), formOf(form), problem);
    return new Page('gateway-edit', view, { status: problem.status });
  }

  @Get(':id/edit')
  async showEdit(@AsVisitor() api: VisitorApi, @Param('id') id: string): Promise<Page> {
    const gateway = await api.call<GatewayDto>({ path: apiPath('gateways', id) });
    return new Page('gateway-edit', editGatewayView(gateway, gateway, `"${gateway.revision}"`));
  }

  @Post(':id/edit')
  async save(@AsVisitor() api: VisitorApi, @Param('id') id: string, @Body() form: Form): Promise<Page | Redirect> {
    const path = apiPath('gateways', id);
    const ifMatch = textOf(form, 'etag');
    const problem = await refusalOf(() => api.call({ method: 'PATCH', path, body: addressOf(form), ifMatch }));
    if (problem === undefined) return new Redirect(base, { kind: 'good', message: 'Saved. It is asked anew.' });
    const view = editGatewayView(await api.call<GatewayDto>({ path }), formOf(form), ifMatch, problem);
    return new Page('gateway-edit', view, { status: problem.status });
  }

  /** Tries everything that waits again, now. */
  @Post(':id/retry')
  async retry(@AsVisitor() api: VisitorApi, @Param('id') id: string): Promise<Redirect> {
    await api.call({ method: 'POST', path: apiPath('gateways', id, 'retry') });
    return new Redirect(base, { kind: 'calm', message: 'Everything that waits is tried again now.' });
  }

  @Get(':id/refill')
  async askRefill(@AsVisitor() api: VisitorApi, @Param('id') id: string): Promise<Page> {
    return new Page('gateway-refill', refillView(await api.call<GatewayDto>({ path: apiPath('gateways', id) })));
  }

  /** Writes everything of ours on the gateway again. */
  @Post(':id/refill')
  async refill(@AsVisitor() api: VisitorApi, @Param('id') id: string): Promise<Redirect> {
    await api.call({ method: 'POST', path: apiPath('gateways', id, 'refill') });
    return new Redirect(base, { kind: 'calm', message: 'Everything is pushed again; below stands how far it is.' });
  }

  /** Asks the gateway whether it is there. */
  @Post(':id/check')
  async check(@AsVisitor() api: VisitorApi, @Param('id') id: string): Promise<Redirect> {
    await api.call({ method: 'POST', path: apiPath('gateways', id, 'check') });
    return new Redirect(base, { kind: 'calm', message: 'The gateway is asked now; the answer shows in a moment.' });
  }
}

async function environmentsOf(api: VisitorApi) {
  return (await api.call<EnvironmentListDto>({ path: '/v1/environments' })).items;
}

function addressOf(form: Form) {
  return {
    name: textOf(form, 'name'),
    adminUrl: textOf(form, 'adminUrl'),
    proxyUrl: textOf(form, 'proxyUrl'),
    adminToken: optionalTextOf(form, 'adminToken'),
  };
}

function formOf(form: Form): GatewayForm {
  const names = ['name', 'environment', 'adminUrl', 'proxyUrl'] as const;
  return Object.fromEntries(names.map((name) => [name, textOf(form, name)]));
}
