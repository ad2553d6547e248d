import { Injectable } from '@nestjs/common';
import type { DeployVersionRequest } from '#contract';
import { Fault, invalidField, isLive, notFound } from '#domain';
import type { ScopeName } from '#gateway';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { requireRevision } from '../http/etag.js';
import { RequireServable } from '../versions/require-servable.js';
import { VersionAccess } from '../versions/version-access.js';
import { type VersionRow, VersionStore } from '../versions/version.store.js';
import { type ChoosableGateway, DeploymentsStore } from './deployments.store.js';

/** Chooses the gateways that serve a version. A live one comes to the new ones and goes from the others at once. */
@Injectable()
export class DeployVersion {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: VersionAccess,
    private readonly versions: VersionStore,
    private readonly store: DeploymentsStore,
    private readonly requireServable: RequireServable,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
  ) {}

  async run(
    caller: Caller,
    slug: string,
    name: string,
    revision: number,
    { everywhere, gatewayIds = [] }: DeployVersionRequest,
  ): Promise<void> {
    const { service } = await this.access.permitted(caller, slug, name, 'version.publish');
    await this.unit.write(async (tx) => {
      const before = await this.versions.lock(tx, service.id, name);
      if (before === null) throw notFound('version');
      requireRevision(before.revision, revision);
      if (before.state === 'retired')
        throw new Fault('version.illegal_transition', 'A retired version stays where it was until it stops answering.');
      const gateways = await this.store.choices(before.id, tx);
      const chosen = everywhere
        ? gateways.filter(({ takesEverything }) => takesEverything).map(({ gatewayId }) => gatewayId)
        : requireChoice(gateways, gatewayIds);
      const row = await this.versions.update(tx, before.id, { everywhere });
      await this.store.replace(tx, row.id, chosen);
      await this.requireServable.run(tx, row);
      await this.tellGateways(tx, row, gateways, chosen);
      await this.audit.record(tx, caller, {
        action: 'version.deployed',
        subjectKind: 'version',
        subjectId: row.id,
        teamId: service.ownerTeamId,
        before: choiceOf(
          before.everywhere,
          gateways,
          gateways.filter((one) => one.chosen).map((one) => one.gatewayId),
        ),
        after: choiceOf(everywhere, gateways, chosen),
      });
    });
  }

  /**
   * Only the gateways that it comes to or goes from, and with it the limits of those who may call it, and the versions that
   * say where it is called.
   */
  private async tellGateways(
    tx: Tx,
    version: VersionRow,
    gateways: ChoosableGateway[],
    chosen: string[],
  ): Promise<void> {
    if (!isLive(version.state)) return;
    const changed = gateways.filter((one) => one.chosen !== chosen.includes(one.gatewayId));
    if (changed.length === 0) return;
    const applicationIds = await this.versions.subscribedApplicationIds(tx, version.serviceId);
    const versionIds = [version.id, ...(await this.versions.predecessorIds(tx, version.id))];
    await this.wishes.wish(
      tx,
      [
        ...versionIds.map((id): ScopeName => `version:${id}`),
        ...applicationIds.map((id): ScopeName => `application:${id}`),
      ],
      changed.map(({ gatewayId }) => gatewayId),
    );
  }
}

function requireChoice(gateways: ChoosableGateway[], gatewayIds: string[]): string[] {
  if (gatewayIds.length === 0) throw invalidField('gatewayIds', 'Choose at least one gateway, or everywhere.');
  const known = new Set(gateways.map(({ gatewayId }) => gatewayId));
  if (gatewayIds.every((id) => known.has(id))) return [...new Set(gatewayIds)];
  throw invalidField('gatewayIds', 'One of these gateways is not registered (any more).');
}

function choiceOf(everywhere: boolean, gateways: ChoosableGateway[], ids: string[]): Record<string, unknown> {
  return { everywhere, gateways: gateways.filter((one) => ids.includes(one.gatewayId)).map((one) => one.gatewayName) };
}
