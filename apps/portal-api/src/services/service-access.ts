import { Injectable } from '@nestjs/common';
import { type Actor, Fault, may, maySeeService, notFound, type Permission } from '#domain';
import type { Caller } from '../auth/caller.js';
import { ServiceStore, type ServiceWithAudience } from './service.store.js';

export interface VisibleService extends ServiceWithAudience {
  /** The caller sees drafts, grants and what stands on the gateways: the owner team and those who read everything. */
  insider: boolean;
}

/** Whether a service may be called so; nothing else is asked of the database. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9-]{1,64}$/.test(text);
}

/** The service, when it is there and the actor may see it. */
export function requireVisible<Service extends ServiceWithAudience>(
  actor: Actor,
  service: Service | null,
): Service & VisibleService {
  if (service === null) throw notFound('service');
  const owned = { teamId: service.ownerTeamId };
  const insider = may(actor, 'service.read_private', owned);
  const isOpen = service.hasLiveVersion || service.answersGone;
  if (!insider && !(isOpen && maySeeService(actor, { ...service, ...owned }))) throw notFound('service');
  return { ...service, insider };
}

/** The one way from a slug to a service: who may not see it cannot tell it from one that does not exist. */
@Injectable()
export class ServiceAccess {
  constructor(private readonly store: ServiceStore) {}

  /** The service, when the caller may see it; outsiders see it once a version of it is live, until nobody answers for it. */
  async visible({ actor }: Caller, slug: string): Promise<VisibleService> {
    return requireVisible(actor, isSlug(slug) ? await this.store.bySlug(slug) : null);
  }

  /** The service, when the caller may do that to it. */
  async permitted(caller: Caller, slug: string, permission: Permission): Promise<VisibleService> {
    const service = await this.visible(caller, slug);
    requirePermission(caller, service, permission);
    return service;
  }
}

/** Refuses what the caller may see but not do. */
export function requirePermission(
  { actor }: Caller,
  { ownerTeamId }: ServiceWithAudience,
  permission: Permission,
): void {
  if (!may(actor, permission, { teamId: ownerTeamId }))
    throw new Fault('request.forbidden', 'Only members of the team that owns this service, and admins, may do this.');
}
