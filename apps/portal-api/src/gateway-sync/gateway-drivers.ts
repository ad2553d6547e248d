import { Inject, Injectable } from '@nestjs/common';
import { type GatewayDriver, WritePacer } from '#gateway';
import { DRIVER_FACTORY, type DriverFactory } from '../drivers.module.js';
import { type GatewayRow, GatewayRowsStore } from './gateway-rows.store.js';

export interface OpenGateway {
  id: string;
  kind: string;
  driver: GatewayDriver;
  /** Somebody has found that it does not answer, or not us; the next check may find otherwise. */
  away: boolean;
  /** A push was told that it may not write, and none has shown otherwise since. */
  refused: boolean;
  /** Of the settings with which it is spoken to. */
  revision: number;
  /** One for all who write to it from this process. */
  pacer: WritePacer;
}

/** Keeps one driver a gateway, made anew when its row changed. */
@Injectable()
export class GatewayDrivers {
  private readonly made = new Map<string, { revision: number; driver: GatewayDriver }>();
  private readonly pacers = new Map<string, WritePacer>();
  private installationId: string | undefined;

  constructor(
    private readonly rows: GatewayRowsStore,
    @Inject(DRIVER_FACTORY) private readonly makeDriver: DriverFactory,
  ) {}

  /** Null when the gateway is not registered any more. */
  async open(gatewayId: string): Promise<OpenGateway | null> {
    const row = await this.rows.byId(gatewayId);
    if (row === null) return null;
    const pacer = this.pacers.get(gatewayId) ?? new WritePacer();
    this.pacers.set(gatewayId, pacer);
    const { id, kind, refused, revision, reachable } = row;
    return { id, kind, away: reachable === false, refused, revision, driver: await this.driverOf(row), pacer };
  }

  /** A driver for a row as it is given. */
  async make(row: GatewayRow): Promise<GatewayDriver> {
    this.installationId ??= await this.rows.installationId();
    return this.makeDriver(row, this.installationId);
  }

  private async driverOf(row: GatewayRow): Promise<GatewayDriver> {
    const known = this.made.get(row.id);
    if (known?.revision === row.revision) return known.driver;
    const driver = await this.make(row);
    this.made.set(row.id, { revision: row.revision, driver });
    return driver;
  }
}
