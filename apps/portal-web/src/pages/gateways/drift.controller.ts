import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { DriftAction, SeenDriftDto } from '#contract';
import { Page, Redirect } from '../../http/page.js';
import { optionalTextOf, textOf, textsOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { sendDownload } from '../shared/send-download.js';
import {
  driftView,
  foreignView,
  overwriteView,
  refusedDecision,
  type DriftTab,
  type RefusedDecision,
} from './drift.view.js';
import { gatewayHref } from './gateway-facts.js';
import { AsGatewayKeeper, type GatewaysApi } from './gateways.api.js';

const foreignPage = 200;
const done: Record<DriftAction, string> = {
  overwrite: 'It is written over now. A sweep says when it stands.',
  adopt: 'It is taken into the catalogue.',
  ignore: 'It is ignored until it changes again.',
  unignore: 'It is open again.',
};

@Controller('admin/gateways/:id')
export class DriftController {
  @Get('drift')
  show(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string, @Query() query: Form): Promise<Page> {
    return this.page(api, id, tabOf(query), optionalTextOf(query, 'cursor'));
  }

  @Get('drift.csv')
  async csv(
    @AsGatewayKeeper() api: GatewaysApi,
    @Param('id') id: string,
    @Query() query: Form,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendDownload(reply, await api.driftCsv(id, tabOf(query)));
  }

  @Get('drift/overwrite-all')
  async askOverwriteAll(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string): Promise<Page> {
    return new Page('ask', overwriteView(await api.gateway(id), undefined));
  }

  /** Does what was decided about the ticked objects; what writes over edits asks first. */
  @Post('drift/decide')
  async decide(
    @AsGatewayKeeper() api: GatewaysApi,
    @Param('id') id: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const action = actionOf(form);
    const isAll = action === 'overwrite' && textOf(form, 'all') === 'yes';
    const ticked = isAll ? undefined : textsOf(form, 'objects');
    const tab = action === 'unignore' ? 'ignored' : 'open';
    if (action === undefined || ticked?.length === 0)
      return this.page(api, id, tab, undefined, { message: 'Tick what it is about first.', ticked: [] });
    if (action === 'overwrite' && textOf(form, 'sure') !== 'yes')
      return new Page('ask', overwriteView(await api.gateway(id), ticked));
    const problem = await refusalOf(() => api.decideDrift(id, { action, objects: ticked?.map(seenOf) }));
    if (problem !== undefined) return this.page(api, id, tab, undefined, refusedDecision(problem, ticked ?? []));
    return new Redirect(gatewayHref(id, 'drift'), { kind: 'calm', message: done[action] });
  }

  @Get('foreign')
  async foreign(@AsGatewayKeeper() api: GatewaysApi, @Param('id') id: string, @Query() query: Form): Promise<Page> {
    const cursor = optionalTextOf(query, 'cursor');
    const [gateway, page] = await Promise.all([api.gateway(id), api.foreign(id, { cursor, limit: foreignPage })]);
    return new Page('foreign', foreignView(gateway, page, cursor));
  }

  private async page(
    api: GatewaysApi,
    id: string,
    tab: DriftTab,
    cursor: string | undefined,
    refused?: RefusedDecision,
  ): Promise<Page> {
    const [gateway, page] = await Promise.all([api.gateway(id), api.drift(id, { state: tab, cursor })]);
    const view = driftView(gateway, page, { tab, cursor }, api.mayManage, refused);
    return new Page('drift', view, { status: refused === undefined ? undefined : 422 });
  }
}

function tabOf(query: Form): DriftTab {
  return textOf(query, 'state') === 'ignored' ? 'ignored' : 'open';
}

/** What was ticked, as `tickOf` wrote it. */
function seenOf(tick: string): SeenDriftDto {
  const [objectId = '', foundHash = ''] = tick.split(':', 2);
  return { objectId, foundHash: foundHash === '' ? null : foundHash };
}

function actionOf(form: Form): DriftAction | undefined {
  const action = textOf(form, 'action');
  return Object.hasOwn(done, action) ? (action as DriftAction) : undefined;
}
