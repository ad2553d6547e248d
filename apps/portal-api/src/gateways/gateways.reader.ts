import { Injectable } from '@nestjs/common';
import type {
  EnvironmentListDto,
  FailedScopeDto,
  GatewayDto,
  GatewayListDto,
  KindCountDto,
  SyncRunDto,
} from '#contract';
import { notFound } from '#domain';
import type { Tx } from '../database/database.js';
import { type FailedScopeRecord, type GatewayRecord, GatewaysStore, type RunRecord } from './gateways.store.js';

@Injectable()
export class GatewaysReader {
  constructor(private readonly store: GatewaysStore) {}

  async environments(): Promise<EnvironmentListDto> {
    return { items: await this.store.environments() };
  }

  async list(): Promise<GatewayListDto> {
    const [gateways, failures] = await Promise.all([this.store.list(), this.store.failures()]);
    return { items: gateways.map((gateway) => toDto(gateway, failures)) };
  }

  async byId(id: string, tx?: Tx): Promise<GatewayDto> {
    const [gateway] = await this.store.list(id, tx);
    const failures = await this.store.failures(id, tx);
    if (gateway === undefined) throw notFound('gateway');
    return toDto(gateway, failures);
  }
}

function toDto(record: GatewayRecord, failures: FailedScopeRecord[]): GatewayDto {
  const { checkedAt, sweptAt, ownedCounts, foreignCounts, nodes, run, ...gateway } = record;
  const owned = kindCounts(ownedCounts);
  return {
    ...gateway,
    owned,
    foreign: kindCounts(foreignCounts),
    objects: owned.reduce((sum, { count }) => sum + count, 0),
    nodes: nodes.map((node) => ({ ...node, checkedAt: iso(node.checkedAt) })),
    run: run && toSyncRun(run),
    checkedAt: iso(checkedAt),
    sweptAt: iso(sweptAt),
    failures: failures.filter(({ gatewayId }) => gatewayId === gateway.id).map(toFailedScope),
  };
}

/** The rate is that of the run as a whole, so that a short pause does not make the time left jump. */
function toSyncRun({ updatedAt, ...run }: RunRecord): SyncRunDto {
  const startedMs = Date.parse(run.startedAt);
  const seconds = (Date.parse(run.finishedAt ?? updatedAt) - startedMs) / 1000;
  const scopesPerSecond = seconds > 0 ? run.done / seconds : 0;
  return {
    ...run,
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: iso(run.finishedAt),
    rate: seconds > 0 ? Math.round(run.objectsWritten / seconds) : null,
    secondsLeft:
      run.finishedAt === null && scopesPerSecond > 0 ? Math.ceil((run.total - run.done) / scopesPerSecond) : null,
  };
}

function kindCounts(counts: Record<string, number>): KindCountDto[] {
  return Object.entries(counts).map(([kind, count]) => ({ kind, count }));
}

function iso(at: Date | string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function toFailedScope({ scope, label, error, failedAt, retryAt }: FailedScopeRecord): FailedScopeDto {
  return {
    scope,
    label: label ?? (scope === 'gateway' ? 'usage reports' : 'something that is gone from the catalogue'),
    error,
    failedAt: failedAt.toISOString(),
    retryAt: retryAt?.toISOString() ?? null,
  };
}
