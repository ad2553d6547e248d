import type { SubscriptionDto } from '#contract';
import { type Actor, may } from '#domain';
import type { SyncStatusRow } from '../gateway-sync/sync-status.store.js';
import { seesGatewayWords, toSyncStatus } from '../gateway-sync/to-sync-status.js';
import { toPlanDto } from '../plans/plan-dto.js';
import type { SubscriptionRow } from './subscription-list.store.js';

export function toSubscriptionDto(actor: Actor, row: SubscriptionRow, sync: SyncStatusRow[]): SubscriptionDto {
  const isWaiting = row.requestedPlanId !== null && (row.state === 'pending' || row.state === 'active');
  const seesWords = seesGatewayWords(actor, { teamId: row.service.ownerTeamId });
  return {
    id: row.id,
    applicationId: row.application.id,
    applicationName: row.application.name,
    teamName: row.application.team.name,
    serviceSlug: row.service.slug,
    serviceName: row.service.name,
    state: row.state,
    plan: row.plan && toPlanDto(row.plan),
    requestedPlan: row.requestedPlan && toPlanDto(row.requestedPlan),
    requestedAt: row.requestedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decisionReason: row.decisionReason,
    sync: sync.map((status) => toSyncStatus(status, seesWords)),
    decidable: isWaiting && may(actor, 'subscription.decide', { teamId: row.service.ownerTeamId }),
    createdAt: row.createdAt.toISOString(),
  };
}
