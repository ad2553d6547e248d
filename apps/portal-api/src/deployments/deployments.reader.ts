import { Injectable } from '@nestjs/common';
import type { DeploymentChoicesDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { Enforceability } from '../gateways/enforceability.js';
import { VersionAccess } from '../versions/version-access.js';
import { DeploymentsStore } from './deployments.store.js';

@Injectable()
export class DeploymentsReader {
  constructor(
    private readonly access: VersionAccess,
    private readonly store: DeploymentsStore,
    private readonly enforceability: Enforceability,
  ) {}

  /** The gateways that a version could go to, and where it goes: for those who may decide it. */
  async choices(caller: Caller, slug: string, name: string): Promise<DeploymentChoicesDto> {
    const { version } = await this.access.permitted(caller, slug, name, 'version.update');
    const [gateways, unable] = await Promise.all([
      this.store.choices(version.id),
      this.enforceability.unableBecause(version),
    ]);
    return {
      everywhere: version.everywhere,
      gateways: gateways.map(({ takesEverything, chosen, ...gateway }) => ({
        ...gateway,
        chosen: version.everywhere && version.state === 'draft' ? takesEverything : chosen,
        unableBecause: unable.get(gateway.gatewayId) ?? null,
      })),
      revision: version.revision,
    };
  }
}
