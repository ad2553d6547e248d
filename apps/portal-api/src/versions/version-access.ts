import { Injectable } from '@nestjs/common';
import { VERSION_NAME } from '#contract';
import { notFound, type Permission } from '#domain';
import type { Caller } from '../auth/caller.js';
import { requirePermission, ServiceAccess, type VisibleService } from '../services/service-access.js';
import { type VersionRow, VersionStore } from './version.store.js';

export interface VisibleVersion {
  service: VisibleService;
  version: VersionRow;
}

/** The one way from a service's slug and a version's name to the version. Outsiders do not see drafts. */
@Injectable()
export class VersionAccess {
  constructor(
    private readonly services: ServiceAccess,
    private readonly store: VersionStore,
  ) {}

  async visible(caller: Caller, slug: string, name: string): Promise<VisibleVersion> {
    const service = await this.services.visible(caller, slug);
    const version = VERSION_NAME.test(name) ? await this.store.find(service.id, name) : null;
    if (version === null || (version.state === 'draft' && !service.insider)) throw notFound('version');
    return { service, version };
  }

  /** The version, when the caller may do that to its service. */
  async permitted(caller: Caller, slug: string, name: string, permission: Permission): Promise<VisibleVersion> {
    const found = await this.visible(caller, slug, name);
    requirePermission(caller, found.service, permission);
    return found;
  }
}
