import { Injectable } from '@nestjs/common';
import type { PlanSyncDto } from '#contract';
import { Database } from '../database/database.js';

/** So many subscriptions of a plan are looked at: enough to see that something waits. */
const LOOKED_AT = 1_000;

// A scope is confirmed when a node has shown its number and none that is there has not.
const PLAN_SYNC_SQL = `
  WITH shown AS (
    SELECT gateway_id, max(watermark) AS by_one, min(watermark) FILTER (WHERE reachable) AS by_all
    FROM gateway_node GROUP BY gateway_id)
  SELECT p.id AS "planId", g.id AS "gatewayId", g.name AS "gatewayName", e.slug AS environment, count(*)::int AS total,
    (count(*) FILTER (WHERE s.applied < s.wished))::int AS pending,
    (count(*) FILTER (WHERE s.applied >= s.wished AND s.watermark > LEAST(shown.by_one, shown.by_all)))::int AS taken
  FROM plan p
  CROSS JOIN LATERAL (
    SELECT application_id FROM subscription x WHERE x.plan_id = p.id AND x.state = 'active' LIMIT ${LOOKED_AT}) x
  JOIN sync_scope s ON s.scope = 'application:' || x.application_id
  JOIN gateway g ON g.id = s.gateway_id
  JOIN environment e ON e.id = g.environment_id
  LEFT JOIN shown ON shown.gateway_id = g.id
  WHERE p.id = ANY($1::uuid[])
  GROUP BY p.id, g.id, e.slug
  ORDER BY e.slug, g.name, g.id`;

@Injectable()
export class PlanSyncStore {
  constructor(private readonly database: Database) {}

  /** For each plan every gateway that was told of its subscriptions, and how many of those it has. One statement. */
  async ofPlans(planIds: string[]): Promise<Map<string, PlanSyncDto[]>> {
    const { rows } = await this.database.pool.query<PlanSyncDto & { planId: string }>({
      name: 'plan_sync',
      text: PLAN_SYNC_SQL,
      values: [planIds],
    });
    const byPlan = new Map<string, PlanSyncDto[]>(planIds.map((id) => [id, []]));
    for (const { planId, ...sync } of rows) byPlan.get(planId)?.push(sync);
    return byPlan;
  }
}
