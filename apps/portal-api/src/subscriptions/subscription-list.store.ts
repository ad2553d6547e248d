import { Injectable } from '@nestjs/common';
import type { SubscriptionState } from '#domain';
import type { Prisma } from '#prisma';
import { Database, type Tx } from '../database/database.js';

const PLAN = {
  id: true,
  serviceId: true,
  slug: true,
  name: true,
  description: true,
  approval: true,
  limitPerSecond: true,
  limitPerMinute: true,
  limitPerHour: true,
  limitPerDay: true,
  limitPerMonth: true,
  archivedAt: true,
  revision: true,
} as const;

const COLUMNS = {
  id: true,
  state: true,
  planId: true,
  requestedPlanId: true,
  requestedAt: true,
  decidedAt: true,
  decisionReason: true,
  createdAt: true,
  application: { select: { id: true, name: true, teamId: true, team: { select: { name: true } } } },
  service: { select: { slug: true, name: true, ownerTeamId: true } },
  plan: { select: PLAN },
  requestedPlan: { select: PLAN },
} satisfies Prisma.SubscriptionSelect;

export type SubscriptionRow = Prisma.SubscriptionGetPayload<{ select: typeof COLUMNS }>;

/**
 * Which subscriptions: of an application, of a service, of some teams' applications to a service, or of all services of
 * some teams (null: of every service).
 */
export type SubscriptionsOf =
  | { applicationId: string }
  | { serviceId: string }
  | { serviceSlug: string; teamIds: string[] }
  | { ownerTeamIds: string[] | null };

export type StateFilter = SubscriptionState | 'waiting' | undefined;

/** The reads. */
@Injectable()
export class SubscriptionListStore {
  constructor(private readonly database: Database) {}

  find(id: string, tx: Tx = this.database.prisma): Promise<SubscriptionRow | null> {
    return tx.subscription.findUnique({ where: { id }, select: COLUMNS });
  }

  /** Newest first, after the id `after`. One statement a table, however many there are. */
  list(of: SubscriptionsOf, state: StateFilter, after: string | null, count: number): Promise<SubscriptionRow[]> {
    return this.database.prisma.subscription.findMany({
      where: { ...whereOf(of), ...whereState(state), ...(after === null ? {} : { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take: count,
      select: COLUMNS,
    });
  }

  service(slug: string): Promise<{ id: string; ownerTeamId: string } | null> {
    return this.database.prisma.service.findUnique({ where: { slug }, select: { id: true, ownerTeamId: true } });
  }
}

function whereOf(of: SubscriptionsOf): Prisma.SubscriptionWhereInput {
  if ('serviceSlug' in of)
    return { service: { slug: of.serviceSlug }, application: { teamId: { in: of.teamIds }, archivedAt: null } };
  if (!('ownerTeamIds' in of)) return of;
  return of.ownerTeamIds === null ? {} : { service: { ownerTeamId: { in: of.ownerTeamIds } } };
}

function whereState(state: StateFilter): Prisma.SubscriptionWhereInput {
  if (state === undefined) return {};
  return state === 'waiting' ? { requestedPlanId: { not: null }, state: { in: ['pending', 'active'] } } : { state };
}
