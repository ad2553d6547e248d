import type { ApprovalName, PlanDto, PlanSyncDto } from '#contract';
import { describeLimits, type PlanLimits } from '#domain';

/** A plan as its table holds it. */
export interface PlanRow {
  id: string;
  serviceId: string;
  slug: string;
  name: string;
  description: string;
  approval: ApprovalName;
  limitPerSecond: number | null;
  limitPerMinute: number | null;
  limitPerHour: number | null;
  limitPerDay: number | null;
  limitPerMonth: number | null;
  archivedAt: Date | null;
  revision: number;
}

export type LimitColumns = Pick<
  PlanRow,
  'limitPerSecond' | 'limitPerMinute' | 'limitPerHour' | 'limitPerDay' | 'limitPerMonth'
>;

export function limitsOf(row: LimitColumns): PlanLimits {
  return {
    ...(row.limitPerSecond === null ? {} : { second: row.limitPerSecond }),
    ...(row.limitPerMinute === null ? {} : { minute: row.limitPerMinute }),
    ...(row.limitPerHour === null ? {} : { hour: row.limitPerHour }),
    ...(row.limitPerDay === null ? {} : { day: row.limitPerDay }),
    ...(row.limitPerMonth === null ? {} : { month: row.limitPerMonth }),
  };
}

export function limitColumns({ second, minute, hour, day, month }: PlanLimits): LimitColumns {
  return {
    limitPerSecond: second ?? null,
    limitPerMinute: minute ?? null,
    limitPerHour: hour ?? null,
    limitPerDay: day ?? null,
    limitPerMonth: month ?? null,
  };
}

/** `warnings` and `sync` are for the team of the service; without them the plan says nothing of how it is enforced. */
export function toPlanDto(row: PlanRow, warnings?: string[], sync?: PlanSyncDto[]): PlanDto {
  const { id, slug, name, description, approval, archivedAt, revision } = row;
  const limits = limitsOf(row);
  return {
    id,
    slug,
    name,
    description,
    approval,
    limits,
    limitsText: describeLimits(limits),
    archivedAt: archivedAt?.toISOString() ?? null,
    revision,
    ...(warnings === undefined ? {} : { warnings }),
    ...(sync === undefined ? {} : { sync }),
  };
}
