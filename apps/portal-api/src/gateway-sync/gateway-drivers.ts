import { Inject, Injectable } from '@nestjs/common';
import { type GatewayDriver, RecentDeletes, WritePacer } from '#gateway';
import { DRIVER_FACTORY, type DriverFactory } from '../drivers.module.js';
import { type GatewayRow, GatewayRowsStore } from './gateway-rows.store.js';

export interface OpenGateway {
  id: string;
  kind: string;
  driver: GatewayDriver;
  /** Somebody has found that it does not answer, or not us; the next check may find otherwise. */
  away: boolean;
  /** One for all who write to it from this process. */
  pacer: WritePacer;
  /** What was deleted there lately without anybody being known to have ended it. */
  recentDeletes: RecentDeletes;
}

type Kept = Pick<OpenGateway, 'pacer' | 'recentDeletes'>;

/** Keeps one driver a gateway, made anew when its row changed. */
@Injectable()
export class GatewayDrivers {
  private readonly made = new Map<string, { revision: number; driver: GatewayDriver }>();
  private readonly kept = new Map<string, Kept>();
  private installationId: string | undefined;

  constructor(
    private readonly rows: GatewayRowsStore,
    @Inject(DRIVER_FACTORY) private readonly makeDriver: DriverFactory,
  ) {}

  /** Null when the gateway is not registered any more. */
  async open(gatewayId: string): Promise<OpenGateway | null> {
    const row = await this.rows.byId(gatewayId);
    if (row === null) return null;
    const kept = this.kept.get(gatewayId) ?? { pacer: new WritePacer(), recentDeletes: new RecentDeletes() };
    this.kept.set(gatewayId, kept);
    return { id: row.id, kind: row.kind, away: row.reachable === false, driver: await this.driverOf(row), ...kept };
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
