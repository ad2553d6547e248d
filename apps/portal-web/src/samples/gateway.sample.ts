import { ApiProblem } from '../api-client/api-problem.js';
import { adoptionView } from '../pages/gateways/adoption.view.js';
import { capabilitiesView } from '../pages/gateways/capabilities.view.js';
import { driftView, foreignView, overwriteView, tickOf } from '../pages/gateways/drift.view.js';
import {
  editGatewayView,
  emptyGatewayForm,
  formOfGateway,
  newGatewayView,
} from '../pages/gateways/gateway-form.view.js';
import { gatewayView, refillView, retryView } from '../pages/gateways/gateway.view.js';
import { gatewaysView } from '../pages/gateways/gateways.view.js';
import * as dto from './gateway.dto.js';
import { environments, failingGateway, gateway } from './publisher.dto.js';
import { sample, type Sample } from './sample.js';

const { busyGateway, stoppedGateway, newGateway, drifts, previewed } = dto;
const unusable = new ApiProblem(
  422,
  'gateway.unusable',
  'No.',
  [{ field: 'adminUrl', message: 'Nothing answers at http://10.0.8.2:8001: connection refused.' }],
  'r1',
);
const typed = { ...emptyGatewayForm, name: 'Dublin', adminUrl: 'http://10.0.8.2:8001', proxyUrl: 'https://d.example' };
const foreign = {
  items: [
    { kind: 'services', objectId: 'c0a80101-0000-4000-8000-000000000001', name: 'billing-svc' },
    { kind: 'services', objectId: 'c0a80101-0000-4000-8000-000000000002', name: 'legacy_shop' },
    { kind: 'key-auths', objectId: 'c0a80101-0000-4000-8000-000000000003', name: 'of mobile-app' },
  ],
  nextCursor: 'more',
};
const none = { items: [], nextCursor: null };
const first = { tab: 'open', cursor: undefined } as const;
const adopting = { gateway, teams: dto.teams, mayManage: true };
const admin = (page: string, model: { title: string }) => sample(page, model, 'Admin');

/** The pages about gateways, made by their own views from what the API answers. */
export const gatewaySamples: Record<string, Sample> = {
  gateways: admin('gateways', gatewaysView([gateway, failingGateway, busyGateway, newGateway], true)),
  'gateways-empty': admin('gateways', gatewaysView([], true)),
  'gateway-new': admin('gateway-edit', newGatewayView(environments.items, emptyGatewayForm)),
  'gateway-new-away': admin('gateway-edit', newGatewayView(environments.items, typed, unusable)),
  'gateway-edit': admin('gateway-edit', editGatewayView(busyGateway, formOfGateway(busyGateway), '"1"')),
  gateway: admin('gateway', gatewayView(gateway, true)),
  'gateway-busy': admin('gateway', gatewayView(busyGateway, true)),
  'gateway-away': admin('gateway', gatewayView({ ...failingGateway, sweepError: 'The gateway did not answer.' }, true)),
  'gateway-stopped': admin('gateway', gatewayView(stoppedGateway, true)),
  'gateway-first': admin('gateway', gatewayView(newGateway, false)),
  'gateway-capabilities': admin('capabilities', capabilitiesView(gateway, dto.capabilities)),
  'gateway-refill': admin('ask', refillView(gateway)),
  'gateway-retry': admin('ask', retryView(stoppedGateway)),
  drift: admin('drift', driftView(busyGateway, { items: drifts, nextCursor: 'more' }, first, true)),
  'drift-refused': admin(
    'drift',
    driftView(busyGateway, { items: drifts, nextCursor: null }, first, true, {
      message: 'rate-limiting cannot be adopted.',
      ticked: [tickOf(drifts[0]!)],
    }),
  ),
  'drift-none': admin('drift', driftView(gateway, none, first, true)),
  'drift-ignored': admin(
    'drift',
    driftView(
      gateway,
      { items: [{ ...drifts[0]!, ignoredAt: gateway.sweptAt }], nextCursor: null },
      { tab: 'ignored', cursor: undefined },
      true,
    ),
  ),
  'drift-overwrite': admin('ask', overwriteView(busyGateway, [tickOf(drifts[0]!)])),
  foreign: admin('foreign', foreignView(gateway, foreign, undefined)),
  'foreign-none': admin('foreign', foreignView({ ...gateway, foreign: [] }, none, undefined)),
  'adoption-begin': admin('adoption', adoptionView({ ...adopting, adoption: undefined })),
  'adoption-reading': admin('adoption', adoptionView({ ...adopting, adoption: dto.reading })),
  'adoption-preview': admin('adoption', adoptionView({ ...adopting, adoption: previewed })),
  'adoption-switching': admin('adoption', adoptionView({ ...adopting, adoption: dto.switching })),
  'adoption-done': admin('adoption', adoptionView({ ...adopting, adoption: dto.adoptionDone })),
  'adoption-stuck': admin(
    'adoption',
    adoptionView({ ...adopting, adoption: { ...dto.adoptionFailed, preview: previewed.preview } }),
  ),
  'adoption-failed': admin('adoption', adoptionView({ ...adopting, adoption: dto.adoptionFailed })),
};
