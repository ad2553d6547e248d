import { Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { VersionAccess, type VisibleVersion } from './version-access.js';
import { VersionStore } from './version.store.js';

/** The way of everything that changes how a version lives: who may publish it may do that, and under its lock. */
@Injectable()
export class LockVersion {
  constructor(
    private readonly access: VersionAccess,
    private readonly store: VersionStore,
  ) {}

  /** Refuses who may not; what it gives locks the version, until the end of the transaction, as it stands then. */
  async permitted(caller: Caller, slug: string, name: string): Promise<(tx: Tx) => Promise<VisibleVersion>> {
    const { service } = await this.access.permitted(caller, slug, name, 'version.publish');
    return async (tx) => {
      const version = await this.store.lock(tx, service.id, name);
      if (version === null) throw notFound('version');
      return { service, version };
    };
  }
}
