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
import { FailuresReader } from './failures.reader.js';
import { type GatewayRecord, GatewaysStore, type RunRecord } from './gateways.store.js';

@Injectable()
export class GatewaysReader {
  constructor(
    private readonly store: GatewaysStore,
    private readonly failures: FailuresReader,
  ) {}

  async environments(): Promise<EnvironmentListDto> {
    return { items: await this.store.environments() };
  }

  async list(): Promise<GatewayListDto> {
    const [gateways, failures] = await Promise.all([this.store.list(), this.failures.first(null)]);
    return { items: gateways.map((gateway) => toDto(gateway, failures.get(gateway.id) ?? [])) };
  }

  async byId(id: string, tx?: Tx): Promise<GatewayDto> {
    const [gateway] = await this.store.list(id, tx);
    if (gateway === undefined) throw notFound('gateway');
    return toDto(gateway, (await this.failures.first(id, tx)).get(id) ?? []);
  }

  async requireKnown(id: string): Promise<void> {
    if (!(await this.store.isKnown(id))) throw notFound('gateway');
  }
}

function toDto(record: GatewayRecord, failures: FailedScopeDto[]): GatewayDto {
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
    failures,
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
