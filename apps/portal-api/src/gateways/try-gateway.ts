import { Inject, Injectable } from '@nestjs/common';
import { Fault, type FieldFault } from '#domain';
import type { GatewayFault, GatewayInfo, NodeProbe } from '#gateway';
import { CONFIG, type Config } from '../config.js';
import { DRIVER_FACTORY, type DriverFactory } from '../drivers.module.js';
import { probeToken } from '../gateway-sync/prove/probe-token.js';
import type { GatewayRow } from '../gateway-sync/gateway-rows.store.js';
import { GatewaysStore } from './gateways.store.js';

/** The addresses of a gateway as somebody has just typed them. */
export interface TypedGateway extends Pick<GatewayRow, 'id' | 'kind' | 'adminUrl' | 'adminAuth'> {
  nodeUrls: string[];
}

/**
 * Asks a gateway whose addresses were just typed, so that whoever did it learns at once what is wrong. No transaction is
 * open while it waits, and it waits for seconds at most.
 */
@Injectable()
export class TryGateway {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DRIVER_FACTORY) private readonly makeDriver: DriverFactory,
    private readonly gateways: GatewaysStore,
  ) {}

  async run({ nodeUrls, ...typed }: TypedGateway): Promise<GatewayInfo> {
    const unknown = { revision: 0, version: null, edition: null, writes: null };
    const driver = this.makeDriver({ ...typed, ...unknown }, await this.gateways.installationId());
    const [info, nodes] = await Promise.all([driver.check(), this.awayOf(driver.probe, typed.id, nodeUrls)]);
    const fields = info.fault === null ? nodes : [adminFault(info.fault), ...nodes];
    if (fields.length === 0) return info;
    throw new Fault('gateway.unusable', fields.map(({ message }) => message).join(' '), { fields });
  }

  /** A node that has nothing of ours yet says so, and by that is there. */
  private async awayOf(probe: NodeProbe | null, gatewayId: string, nodeUrls: string[]): Promise<FieldFault[]> {
    if (probe === null) return [];
    const token = probeToken(this.config, gatewayId);
    const answers = await Promise.all(nodeUrls.map((url) => probe.watermark(url, token, 0)));
    return answers.flatMap(({ outcome, message }, index) =>
      outcome === 'unreachable'
        ? [{ field: 'nodeUrls', message: `${nodeUrls[index]}: ${message ?? 'The node did not answer.'}` }]
        : [],
    );
  }
}

function adminFault({ kind, message }: GatewayFault): FieldFault {
  return { field: kind === 'unauthorized' ? 'adminToken' : 'adminUrl', message };
}
