import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { GatewayDto } from '#contract';
import { Page, Redirect } from '../../http/page.js';
import { textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { capabilitiesView } from './capabilities.view.js';
import { gatewayHref } from './gateway-facts.js';
import {
  changesOf,
  editGatewayView,
  emptyGatewayForm,
  formOfGateway,
  newGatewayView,
  readGatewayForm,
  registrationOf,
} from './gateway-form.view.js';
import { gatewayView, refillView, retryView } from './gateway.view.js';
import { AsGatewayKeeper, type GatewayErrand, type GatewaysApi } from './gateways.api.js';
import { gatewaysView } from './gateways.view.js';

@Controller('admin/gateways')
export class GatewaysController {
  @Get()
  async list(@AsGatewayKeeper() api: GatewaysApi): Promise<Page> {
    return new Page('gateways', gatewaysView(await api.gateways(), api.mayManage));
  }

  @Get('new')
  async showNew(@AsGatewayKeeper() api: GatewaysApi): Promise<Page> {
    return new Page('gateway-edit', newGatewayView(await api.environments(), emptyGatewayForm));
  }

  @Post('new')
  async register(@AsGatewayKeeper() api: GatewaysApi, @Body() form: Form): Promise<Page | Redirect> {
    let made: GatewayDto | undefined;
    const problem = await refusalOf(async () => {
      made = await api.register(registrationOf(form), textOf(form, 'once'));
    });
    if (made !== undefined) {
      const message = `${made.name} is registered. Below stands how far it is with what it should hold.`;
      return new Redirect(gatewayHref(made.id), { kind: 'good', message });
    }
    const view = newGatewayView(await api.environments(), readGatewayForm(form), problem);
    return new Page('gateway-edit', view, { status: problem?.status });
  }

  @Get(':id')
  async show(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Page> {
    return new Page('gateway', gatewayView(await api.gateway(id), api.mayManage));
  }

  @Get(':id/capabilities')
  async capabilities(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Page> {
    const [gateway, capabilities] = await Promise.all([api.gateway(id), api.capabilities(id)]);
    return new Page('capabilities', capabilitiesView(gateway, capabilities));
  }

  @Get(':id/edit')
  async showEdit(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Page> {
    const gateway = await api.gateway(id);
    return new Page('gateway-edit', editGatewayView(gateway, formOfGateway(gateway), `"${gateway.revision}"`));
  }

  @Post(':id/edit')
  async save(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string, @Body() form: Form) {
    const gateway = await api.gateway(id);
    const etag = textOf(form, 'etag');
    const problem = await refusalOf(() => api.update(id, etag, changesOf(gateway, form)));
    if (problem === undefined)
      return new Redirect(gatewayHref(id), { kind: 'good', message: 'Saved. It is asked anew.' });
    return new Page('gateway-edit', editGatewayView(gateway, readGatewayForm(form), etag, problem), {
      status: problem.status,
    });
  }

  /** Asks the gateway whether it is there. */
  @Post(':id/check')
  check(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Redirect> {
    return this.run(api, id, 'check', 'It is asked now; the answer shows in a moment.');
  }

  /** Compares everything that stands on it with what should. */
  @Post(':id/sweep')
  sweep(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Redirect> {
    return this.run(api, id, 'sweep', 'A sweep begins now. What it finds shows when it is through.');
  }

  @Get(':id/retry')
  async askRetry(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Page> {
    return new Page('ask', retryView(await api.gateway(id)));
  }

  /** Tries everything that waits again, now; also what the brake has stopped. */
  @Post(':id/retry')
  retry(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Redirect> {
    return this.run(api, id, 'retry', 'Everything that waits is tried again now.');
  }

  @Get(':id/refill')
  async askRefill(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Page> {
    return new Page('ask', refillView(await api.gateway(id)));
  }

  /** Writes everything of ours on the gateway again. */
  @Post(':id/refill')
  refill(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Redirect> {
    return this.run(api, id, 'refill', 'Everything is pushed again; below stands how far it is.');
  }

  private async run(api: GatewaysApi, id: string, errand: GatewayErrand, message: string): Promise<Redirect> {
    await api.run(id, errand);
    return new Redirect(gatewayHref(id), { kind: 'calm', message });
  }
}
