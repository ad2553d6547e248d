import { Injectable } from '@nestjs/common';
import type { SubscriptionStanding } from '#domain';
import { Prisma } from '#prisma';
import { Database, type Tx } from '../database/database.js';
import type { OfferedPlan } from './offer.js';

/** A decision is told to at most this many people of a team. */
const MAX_MAIL_RECIPIENTS = 50;

/** A subscription with whom it concerns. */
export interface SubscriptionSubject extends SubscriptionStanding {
  id: string;
  applicationId: string;
  applicationName: string;
  /** the application's team */
  teamId: string;
  serviceId: string;
  serviceSlug: string;
  serviceName: string;
  ownerTeamId: string;
}

/** Who asked for or decided what, and when; what is left out stays as it was. */
export interface SubscriptionMarks {
  requestedAt?: Date | null;
  requestedBy?: string | null;
  decidedAt?: Date | null;
  decidedBy?: string | null;
  decisionReason: string | null;
}

/** The writes. Subscriptions of an application begin under the application's lock; each changes under its own. */
@Injectable()
export class SubscriptionsStore {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<SubscriptionSubject | null> {
    const [row] = await this.database.prisma.$queryRaw<SubscriptionSubject[]>(select(id));
    return row ?? null;
  }

  async lock(tx: Tx, id: string): Promise<SubscriptionSubject | null> {
    const [row] = await tx.$queryRaw<SubscriptionSubject[]>(Prisma.sql`${select(id)} FOR UPDATE OF s`);
    return row ?? null;
  }

  /** The subscription of an application to a service, if it ever had one. */
  async lockOf(tx: Tx, applicationId: string, serviceId: string): Promise<SubscriptionSubject | null> {
    const found = await tx.subscription.findUnique({
      where: { applicationId_serviceId: { applicationId, serviceId } },
      select: { id: true },
    });
    return found && this.lock(tx, found.id);
  }

  /** A plan by its slug; it is not archived before the transaction ends. */
  async holdPlan(tx: Tx, serviceId: string, slug: string): Promise<OfferedPlan | null> {
    const [plan] = await tx.$queryRaw<OfferedPlan[]>`
      SELECT id, approval, archived_at AS "archivedAt", limit_per_second AS "limitPerSecond",
        limit_per_minute AS "limitPerMinute", limit_per_hour AS "limitPerHour", limit_per_day AS "limitPerDay",
        limit_per_month AS "limitPerMonth"
      FROM plan
      WHERE service_id = ${serviceId}::uuid AND slug = ${slug} FOR SHARE`;
    return plan ?? null;
  }

  async insert(
    tx: Tx,
    ids: { id: string; applicationId: string; serviceId: string },
    standing: SubscriptionStanding,
    marks: SubscriptionMarks,
  ): Promise<void> {
    await tx.subscription.create({ data: { ...ids, ...columnsOf(standing), ...marks } });
  }

  async save(tx: Tx, id: string, standing: SubscriptionStanding, marks: SubscriptionMarks): Promise<void> {
    await tx.subscription.update({
      where: { id },
      data: { ...columnsOf(standing), ...marks, revision: { increment: 1 } },
    });
  }

  /** Slugs of plans by their ids, for the audit log and for mails. */
  async planNames(tx: Tx, ids: (string | null)[]): Promise<Map<string, { slug: string; name: string }>> {
    const plans = await tx.plan.findMany({
      where: { id: { in: ids.filter((id) => id !== null) } },
      select: { id: true, slug: true, name: true },
    });
    return new Map(plans.map(({ id, ...names }) => [id, names]));
  }

  /** Where the people of a team who can act are reached by mail: the first ones to have joined, up to a limit. */
  async mailAddresses(tx: Tx, teamId: string): Promise<string[]> {
    const members = await tx.membership.findMany({
      where: { teamId, role: { in: ['member', 'owner'] }, user: { disabledAt: null } },
      select: { user: { select: { email: true } } },
      orderBy: { createdAt: 'asc' },
      take: MAX_MAIL_RECIPIENTS,
    });
    return members.map(({ user }) => user.email);
  }
}

function select(id: string): Prisma.Sql {
  return Prisma.sql`
    SELECT s.id, s.application_id AS "applicationId", a.name AS "applicationName", a.team_id AS "teamId",
      s.service_id AS "serviceId", v.slug AS "serviceSlug", v.name AS "serviceName",
      v.owner_team_id AS "ownerTeamId", s.state, s.plan_id AS "planId",
      s.requested_plan_id AS "requestedPlanId", s.decision_reason AS reason
    FROM subscription s JOIN application a ON a.id = s.application_id JOIN service v ON v.id = s.service_id
    WHERE s.id = ${id}::uuid`;
}

function columnsOf({ state, planId, requestedPlanId }: SubscriptionStanding) {
  return { state, planId, requestedPlanId };
}
