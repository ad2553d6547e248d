import { Inject, Injectable } from '@nestjs/common';
import type { DesiredGateway, DesiredScope, ScopeName } from '#gateway';
import { CONFIG, type Config } from '../config.js';
import { ingestToken } from '../usage/ingest-token.js';
import {
  desiredApplication,
  desiredGateway,
  desiredVersion,
  desiredWatermark,
  knownApplication,
  knownVersion,
} from './desired-state.js';
import { DesiredStateStore } from './desired-state.store.js';
import { probeToken } from './prove/probe-token.js';
import { idOf, isApplication, isVersion } from './scope-names.js';

interface GatewayName {
  id: string;
  kind: string;
}

/** The wishes of scopes on a gateway, as they stand now. */
@Injectable()
export class DesiredStateReader {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: DesiredStateStore,
  ) {}

  /** One wish a scope, in their order. As many statements for a thousand scopes as for one. */
  async read(gateway: GatewayName, scopes: readonly ScopeName[]): Promise<DesiredScope[]> {
    const [versions, applications, number] = await Promise.all([
      this.store.versions(scopes.filter(isVersion).map(idOf), gateway.id),
      this.store.applications(scopes.filter(isApplication).map(idOf), gateway.id),
      scopes.includes('watermark') ? this.store.watermark(gateway.id) : 0,
    ]);
    const versionOf = new Map(versions.map((row) => [row.versionId, row]));
    const applicationOf = new Map(applications.map((row) => [row.applicationId, row]));
    return scopes.map((scope) => {
      if (isVersion(scope)) return desiredVersion(scope, versionOf.get(idOf(scope)), this.config.publicPortalUrl);
      if (isApplication(scope)) return desiredApplication(scope, applicationOf.get(idOf(scope)));
      if (scope === 'watermark') return desiredWatermark(number, probeToken(this.config, gateway.id));
      return reportingOf(this.config, gateway);
    });
  }

  /** The scopes with all that their rows know of, whether it holds or has ended. What is in none of them, nobody ended. */
  async readKnown(gateway: GatewayName, scopes: readonly ScopeName[]): Promise<DesiredScope[]> {
    const [versions, applications] = await Promise.all([
      this.store.versions(scopes.filter(isVersion).map(idOf), gateway.id),
      this.store.knownApplications(scopes.filter(isApplication).map(idOf), gateway.id),
    ]);
    const versionOf = new Map(versions.map((row) => [row.versionId, row]));
    const applicationOf = new Map(applications.map((row) => [row.applicationId, row]));
    return scopes.map((scope) => {
      if (isVersion(scope)) return knownVersion(scope, versionOf.get(idOf(scope)));
      if (isApplication(scope)) return knownApplication(scope, applicationOf.get(idOf(scope)));
      return scope === 'watermark' ? { scope, absent: true } : reportingOf(this.config, gateway);
    });
  }
}

/** How a gateway reports its calls, by the settings of this process. */
export function reportingOf(config: Config, { id, kind }: GatewayName): DesiredGateway {
  const url = new URL(`/v1/ingest/${kind}/${id}`, config.ingestUrl).href;
  return desiredGateway(url, ingestToken(config, id), probeToken(config, id));
}
