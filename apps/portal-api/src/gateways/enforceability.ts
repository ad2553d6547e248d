import { Inject, Injectable } from '@nestjs/common';
import { Fault, type PlanLimits } from '#domain';
import type { Tx } from '../database/database.js';
import type { Capabilities } from '#gateway';
import { DRIVER_FACTORY, type DriverFactory } from '../drivers.module.js';
import {
  type AbleGateway,
  commonWindows,
  listed,
  type Need,
  planNeeds,
  restrictions,
  unenforceable,
  versionNeeds,
} from './capability-needs.js';
import { EVERY_GATEWAY, GatewaysStore, type Serving } from './gateways.store.js';

/** As much of a version as tells what it asks of a gateway. */
interface ServedVersion {
  serviceId: string;
  hosts: readonly string[];
}

/**
 * Refuses at once what a gateway could not enforce later: every gateway that serves the version, or a version of the
 * service, must be able. The drivers say what they can without asking the gateways.
 */
@Injectable()
export class Enforceability {
  constructor(
    private readonly store: GatewaysStore,
    @Inject(DRIVER_FACTORY) private readonly makeDriver: DriverFactory,
  ) {}

  async requireVersion(tx: Tx, version: ServedVersion & { id: string }): Promise<void> {
    await this.requireOf(tx, version.id, await this.needsOf(version, tx));
  }

  /** Refuses what one of the gateways that serve the version cannot do. */
  async requireOf(tx: Tx, versionId: string, needs: readonly Need[]): Promise<void> {
    const fields = unenforceable(await this.gateways({ versionId }, tx), needs);
    if (fields.length > 0) throw new Fault('version.not_enforceable', sentences(fields), { fields });
  }

  /** How the gateways keep the limits less than exactly, for a plan that all of them can keep. */
  async requirePlan(tx: Tx, serviceId: string, limits: PlanLimits): Promise<string[]> {
    const gateways = await this.gateways({ serviceId }, tx);
    const needs = planNeeds(limits);
    const fields = unenforceable(gateways, needs);
    if (fields.length === 0) return restrictions(gateways, needs);
    const windows = commonWindows(gateways);
    const choice = windows.length === 0 ? '' : ` Every gateway can limit calls per ${listed(windows)}.`;
    throw new Fault('plan.not_enforceable', sentences(fields) + choice, { fields });
  }

  /** The same words for many plans, without refusing any. */
  async restrictionsOf(serviceId: string, plans: readonly PlanLimits[]): Promise<string[][]> {
    const gateways = await this.gateways({ serviceId });
    return plans.map((limits) => restrictions(gateways, planNeeds(limits)));
  }

  /** Why each gateway could not serve a version; null where it could. */
  async unableBecause(version: ServedVersion): Promise<Map<string, string | null>> {
    const [rows, needs] = await Promise.all([this.store.driverRows(EVERY_GATEWAY), this.needsOf(version)]);
    return new Map(
      rows.map(({ id, name, installationId, ...row }) => {
        const capabilities = this.makeDriver({ id, ...row }, installationId).capabilities;
        const fields = unenforceable([{ name, capabilities }], needs);
        return [id, fields.length === 0 ? null : sentences(fields)];
      }),
    );
  }

  /** What one gateway can do of all that may be asked; null when it is not registered. */
  async capabilitiesOf(gatewayId: string): Promise<Capabilities | null> {
    const rows = await this.store.driverRows(EVERY_GATEWAY);
    const row = rows.find(({ id }) => id === gatewayId);
    return row === undefined ? null : this.makeDriver(row, row.installationId).capabilities;
  }

  /** With what the plans of its service ask: their limits hang on each version. */
  private async needsOf({ serviceId, hosts }: ServedVersion, tx?: Tx): Promise<Need[]> {
    const plans = await this.store.plansInForce(serviceId, tx);
    const ofPlans = plans.flatMap(({ name, limits }) =>
      planNeeds(limits).map((need) => ({ ...need, field: 'version', words: `${need.words} for plan ${name}` })),
    );
    return [...versionNeeds(hosts), ...ofPlans];
  }

  private async gateways(serving: Serving, tx?: Tx): Promise<AbleGateway[]> {
    const rows = await this.store.driverRows(serving, tx);
    return rows.map(({ name, installationId, ...row }) => {
      return { name, capabilities: this.makeDriver(row, installationId).capabilities };
    });
  }
}

function sentences(fields: readonly { message: string }[]): string {
  return fields.map(({ message }) => message).join(' ');
}
