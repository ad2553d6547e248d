import { Injectable } from '@nestjs/common';
import type { Page, ServiceSubscriptionQuery, SubscriptionDto, SubscriptionQuery } from '#contract';
import { may, notFound } from '#domain';
import type { ScopeName } from '#gateway';
import { ApplicationAccess } from '../applications/application-access.js';
import { type Caller, signedIn } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { limitOf, readIdCursor, toPage } from '../http/cursor.js';
import { maySeeSubscription } from './require-subscription.js';
import { SubscriptionListStore, type SubscriptionRow, type SubscriptionsOf } from './subscription-list.store.js';
import { type SyncStatusRow, SyncStatusStore } from '../gateway-sync/sync-status.store.js';
import { toSubscriptionDto } from './to-subscription-dto.js';

@Injectable()
export class SubscriptionsReader {
  constructor(
    private readonly subscriptions: SubscriptionListStore,
    private readonly syncStatus: SyncStatusStore,
    private readonly access: ApplicationAccess,
  ) {}

  async ofApplication(caller: Caller, applicationId: string, query: SubscriptionQuery): Promise<Page<SubscriptionDto>> {
    await this.access.require(caller, applicationId, 'subscription.read_application');
    return this.page(caller, { applicationId }, query);
  }

  /** For the team that owns the service; for everybody else there is no such list, only that of their applications. */
  async ofService(caller: Caller, slug: string, query: ServiceSubscriptionQuery): Promise<Page<SubscriptionDto>> {
    const actor = signedIn(caller);
    if (query.scope === 'mine') {
      const teamIds = actor.memberships.map(({ teamId }) => teamId);
      return this.page(caller, { serviceSlug: slug, teamIds }, query);
    }
    const service = await this.subscriptions.service(slug);
    if (service === null || !may(actor, 'subscription.read_service', { teamId: service.ownerTeamId }))
      throw notFound('service');
    return this.page(caller, { serviceId: service.id }, query);
  }

  /** Over all services for which the caller may decide. */
  mine(caller: Caller, query: SubscriptionQuery): Promise<Page<SubscriptionDto>> {
    const actor = signedIn(caller);
    const teams = actor.memberships.filter(({ teamId }) => may(actor, 'subscription.decide', { teamId }));
    const ownerTeamIds = may(actor, 'subscription.decide') ? null : teams.map(({ teamId }) => teamId);
    return this.page(caller, { ownerTeamIds }, query);
  }

  /** For the application's team and the service's. */
  async one(caller: Caller, id: string, tx?: Tx): Promise<SubscriptionDto> {
    const row = await this.subscriptions.find(id, tx);
    if (row === null || !maySeeSubscription(caller, teamsOf(row))) throw notFound('subscription');
    const sync = await this.syncByScope([row], tx);
    return toSubscriptionDto(caller.actor, row, sync.get(scopeOf(row)) ?? []);
  }

  private async page(caller: Caller, of: SubscriptionsOf, query: SubscriptionQuery): Promise<Page<SubscriptionDto>> {
    const limit = limitOf(query);
    const rows = await this.subscriptions.list(of, query.state, readIdCursor(query), limit + 1);
    const sync = await this.syncByScope(rows);
    return toPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => toSubscriptionDto(caller.actor, row, sync.get(scopeOf(row)) ?? []),
    );
  }

  private async syncByScope(rows: SubscriptionRow[], tx?: Tx): Promise<Map<string, SyncStatusRow[]>> {
    const scopes = [...new Set(rows.map(scopeOf))];
    const byScope = new Map<string, SyncStatusRow[]>(scopes.map((scope) => [scope, []]));
    for (const row of await this.syncStatus.ofScopes(scopes, tx)) byScope.get(row.scope)?.push(row);
    return byScope;
  }
}

function scopeOf(row: SubscriptionRow): ScopeName {
  return `application:${row.application.id}`;
}

function teamsOf({ application, service }: SubscriptionRow): { teamId: string; ownerTeamId: string } {
  return { teamId: application.teamId, ownerTeamId: service.ownerTeamId };
}
