import type { CapabilityDto, GatewayDto } from '#contract';
import { gatewayHref, gatewaysHref } from './gateway-facts.js';

const states = { native: 'in-full', partial: 'in-part', impossible: 'not-at-all' } as const;

/** What a gateway can enforce: the facts by which publishing, plans and subscriptions are refused. */
export function capabilitiesView({ id, name }: GatewayDto, capabilities: CapabilityDto[]) {
  return {
    title: `What ${name} can enforce`,
    heading: `What ${name} can enforce`,
    summary: 'A version or a plan that needs what is not there is refused when it is published or subscribed to.',
    breadcrumb: [
      { href: gatewaysHref, label: 'Gateways' },
      { href: gatewayHref(id), label: name },
    ],
    columns: [{ label: 'It' }, { label: 'How well' }],
    capabilities: capabilities.map(({ words, level, reason }) => ({ words, state: states[level], reason })),
  };
}
