import { Injectable } from '@nestjs/common';
import type { CapabilityListDto } from '#contract';
import { notFound } from '#domain';
import { capabilityFacts, capabilityNames } from '#gateway';
import { Enforceability } from './enforceability.js';

@Injectable()
export class CapabilitiesReader {
  constructor(private readonly enforceability: Enforceability) {}

  /** The same facts by which publishing, plans and subscriptions are refused. */
  async of(gatewayId: string): Promise<CapabilityListDto> {
    const capabilities = await this.enforceability.capabilitiesOf(gatewayId);
    if (capabilities === null) throw notFound('gateway');
    return {
      items: capabilityNames.map((name) => {
        const capability = capabilities[name];
        const reason = capability.level === 'native' ? null : capability.reason;
        return { name, ...capabilityFacts[name], level: capability.level, reason };
      }),
    };
  }
}
