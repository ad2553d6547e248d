import { Injectable } from '@nestjs/common';
import type { FailedScopeDto, FailedScopePageDto, PageQuery } from '#contract';
import type { Tx } from '../database/database.js';
import { limitOf, readCursor, toPage } from '../http/cursor.js';
import { type FailedScopeRecord, FailuresStore } from './failures.store.js';

@Injectable()
export class FailuresReader {
  constructor(private readonly store: FailuresStore) {}

  /** The longest standing failures by gateway. */
  async first(gatewayId: string | null, tx?: Tx): Promise<Map<string, FailedScopeDto[]>> {
    const byGateway = new Map<string, FailedScopeDto[]>();
    for (const row of await this.store.first(gatewayId, tx))
      byGateway.set(row.gatewayId, [...(byGateway.get(row.gatewayId) ?? []), toFailedScope(row)]);
    return byGateway;
  }

  async page(gatewayId: string, query: PageQuery): Promise<FailedScopePageDto> {
    const [after = ''] = readCursor(query, 1) ?? [];
    const limit = limitOf(query);
    const rows = await this.store.page(gatewayId, after, limit + 1);
    return toPage(rows, limit, ({ scope }) => [scope], toFailedScope);
  }
}

function toFailedScope({ scope, label, error, failedAt, retryAt, stopped }: FailedScopeRecord): FailedScopeDto {
  return {
    scope,
    label: label ?? OWN_SCOPES[scope] ?? 'something that is gone from the catalogue',
    error,
    failedAt: failedAt.toISOString(),
    retryAt: retryAt?.toISOString() ?? null,
    stopped,
  };
}

const OWN_SCOPES: Record<string, string> = { gateway: 'usage reports and probes', watermark: 'the watermark' };
