import type { GatewayDto, SubscriptionDto, UsageDto } from '#contract';
import { link } from '../../view/helpers.js';
import { usageView } from '../shared/usage.view.js';
import { gatewayWords } from '../../view/sync-state.js';
import { adminTabs } from './admin-tabs.js';

const maxFailures = 5;

export interface AdminData {
  usage: UsageDto;
  waiting: SubscriptionDto[];
  gateways: GatewayDto[];
}

export function adminView({ usage, waiting, gateways }: AdminData) {
  return {
    title: 'Overview',
    adminTabs: adminTabs('overview'),
    waiting: waiting.map(({ applicationName, serviceName, requestedPlan, requestedAt }) => ({
      application: applicationName,
      service: serviceName,
      plan: requestedPlan?.name,
      at: requestedAt,
    })),
    troubles: gateways.flatMap(troublesOf),
    calm: gateways.length === 0 ? 'No gateway is registered yet.' : 'All are reachable and in step.',
    ...usageView(usage, {
      path: '/admin',
      services: (slug) => link('publish', slug, 'usage'),
      operations: true,
      applications: true,
    }),
  };
}

/** What an admin has to know of one gateway; nothing when all is well. */
function troublesOf({ name, reachable, checkError, pending, failed, failures }: GatewayDto) {
  const unreachable = reachable === false ? [{ what: name, state: 'unreachable', words: checkError }] : [];
  const behind =
    pending > 0 && failed === 0
      ? [{ what: name, state: 'behind', words: `${pending} ${pending === 1 ? 'scope waits' : 'scopes wait'}` }]
      : [];
  const failing = failures
    .slice(0, maxFailures)
    .map(({ label, error }) => ({ what: `${label} on ${name}`, state: 'failed', words: gatewayWords(error) }));
  return [...unreachable, ...behind, ...failing];
}
