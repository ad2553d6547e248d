import { Inject, Injectable } from '@nestjs/common';
import type { GatewayDriver } from '#gateway';
import { DRIVER_FACTORY, type DriverFactory } from '../drivers.module.js';
import { GatewayRowsStore } from './gateway-rows.store.js';

export interface OpenGateway {
  id: string;
  kind: string;
  driver: GatewayDriver;
}

/** Keeps one driver a gateway, made anew when its row changed. */
@Injectable()
export class GatewayDrivers {
  private readonly opened = new Map<string, OpenGateway & { revision: number }>();
  private installationId: string | undefined;

  constructor(
    private readonly rows: GatewayRowsStore,
    @Inject(DRIVER_FACTORY) private readonly makeDriver: DriverFactory,
  ) {}

  /** Null when the gateway is not registered any more. */
  async open(gatewayId: string): Promise<OpenGateway | null> {
    const row = await this.rows.byId(gatewayId);
    if (row === null) return null;
    const known = this.opened.get(gatewayId);
    if (known?.revision === row.revision) return known;
    this.installationId ??= await this.rows.installationId();
    const driver = this.makeDriver(row, this.installationId);
    const gateway = { id: row.id, kind: row.kind, revision: row.revision, driver };
    this.opened.set(gatewayId, gateway);
    return gateway;
  }
}
