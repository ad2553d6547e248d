import { Injectable } from '@nestjs/common';
import { isLive } from '#domain';
import type { Tx } from '../database/database.js';
import { Enforceability } from '../gateways/enforceability.js';
import { BasePathStore } from './base-path.store.js';
import type { VersionRow } from './version.store.js';

/** Nobody else is called at the same address, and a version that is live asks nothing that a gateway cannot do. */
@Injectable()
export class RequireServable {
  constructor(
    private readonly basePaths: BasePathStore,
    private readonly enforceability: Enforceability,
  ) {}

  async run(tx: Tx, version: VersionRow): Promise<void> {
    if (isLive(version.state)) {
      await this.enforceability.requireVersion(tx, version);
      await this.basePaths.lock(tx);
    }
    await this.basePaths.requireFree(tx, { ...version, versionId: version.id });
  }
}
