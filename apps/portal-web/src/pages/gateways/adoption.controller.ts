import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { AdoptionDto, ApplyAdoptionRequest } from '#contract';
import { Page, Redirect } from '../../http/page.js';
import { textOf, textsOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { adoptionView, isToChoose, type AdoptionForm } from './adoption.view.js';
import { gatewayHref } from './gateway-facts.js';
import { AsGatewayKeeper, type GatewaysApi } from './gateways.api.js';

@Controller('admin/gateways/:id/adoption')
export class AdoptionController {
  /** The newest one, whatever its state; what is over is followed by the form that begins the next. */
  @Get()
  async show(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Page> {
    const [newest] = await api.adoptions(id);
    return this.page(api, id, newest && (await api.adoption(id, newest.id)));
  }

  @Post()
  async begin(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string, @Body() form: Form): Promise<Redirect> {
    await api.previewAdoption(id, textOf(form, 'once'));
    return new Redirect(gatewayHref(id, 'adoption'));
  }

  @Post(':adoptionId/apply')
  async apply(
    @AsGatewayKeeper() api: GatewaysApi,
    @Param('id') id: string,
    @Param('adoptionId') adoptionId: string,
    @Body() body: Form,
  ): Promise<Page | Redirect> {
    const adoption = await api.adoption(id, adoptionId);
    const form = readForm(body);
    const problem = await refusalOf(() => api.applyAdoption(id, adoptionId, requestOf(form, adoption)));
    if (problem !== undefined) return this.page(api, id, adoption, { form, problem });
    return new Redirect(gatewayHref(id, 'adoption'), { kind: 'good', message: 'It is taken over now, step by step.' });
  }

  private async page(
    api: GatewaysApi,
    id: string,
    adoption: AdoptionDto | undefined,
    refused?: { form: AdoptionForm; problem: ApiProblem },
  ): Promise<Page> {
    const [gateway, teams] = await Promise.all([
      api.gateway(id),
      isToChoose(adoption) && api.mayManage ? api.teams() : [],
    ]);
    const view = adoptionView({ gateway, adoption, teams, mayManage: api.mayManage }, refused);
    return new Page('adoption', view, { status: refused?.problem.status });
  }
}

function readForm(form: Form): AdoptionForm {
  return {
    serviceTeam: textOf(form, 'serviceTeam'),
    applicationTeam: textOf(form, 'applicationTeam'),
    services: textsOf(form, 'services'),
    acceptWarnings: textOf(form, 'acceptWarnings') !== '',
  };
}

/** All that are listed ticked means all there are; otherwise only the ticked ones, whatever else there is. */
function requestOf({ services, ...form }: AdoptionForm, { preview }: AdoptionDto): ApplyAdoptionRequest {
  const isAll = preview?.services.every(({ key }) => services.includes(key)) === true;
  return { ...form, services: isAll ? undefined : services };
}
