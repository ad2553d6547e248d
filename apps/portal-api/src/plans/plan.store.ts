import { Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import { Database, type Tx } from '../database/database.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import type { PlanRow } from './plan-dto.js';

export type NewPlan = Omit<PlanRow, 'archivedAt' | 'revision'>;
export type PlanChange = Partial<Omit<PlanRow, 'id' | 'serviceId' | 'slug' | 'revision'>>;

@Injectable()
export class PlanStore {
  constructor(private readonly database: Database) {}

  /** The plans of a service, the oldest first. */
  list(serviceId: string, withArchived: boolean): Promise<PlanRow[]> {
    return this.database.prisma.plan.findMany({
      where: { serviceId, ...(withArchived ? {} : { archivedAt: null }) },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
  }

  async insert(tx: Tx, plan: NewPlan): Promise<PlanRow> {
    try {
      return await tx.plan.create({ data: plan });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new Fault('plan.slug_taken', `This service has a plan "${plan.slug}" already. Choose another slug.`, {
        fields: [{ field: 'slug', message: 'is taken' }],
      });
    }
  }

  /** The plan, locked until the end of the transaction. */
  async lock(tx: Tx, serviceId: string, slug: string): Promise<PlanRow | null> {
    await tx.$queryRaw`SELECT id FROM plan WHERE service_id = ${serviceId}::uuid AND slug = ${slug} FOR UPDATE`;
    return tx.plan.findUnique({ where: { serviceId_slug: { serviceId, slug } } });
  }

  update(tx: Tx, planId: string, change: PlanChange): Promise<PlanRow> {
    return tx.plan.update({ where: { id: planId }, data: { ...change, revision: { increment: 1 } } });
  }

  /** The applications whose calls are counted under the plan. */
  async subscribedApplicationIds(tx: Tx, planId: string): Promise<string[]> {
    const found = await tx.subscription.findMany({
      where: { planId, state: 'active' },
      select: { applicationId: true },
    });
    return found.map(({ applicationId }) => applicationId);
  }
}
