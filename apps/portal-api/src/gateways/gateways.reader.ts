import { Injectable } from '@nestjs/common';
import type { EnvironmentListDto, FailedScopeDto, GatewayDto, GatewayListDto } from '#contract';
import { notFound } from '#domain';
import { type FailedScopeRecord, type GatewayRecord, GatewaysStore } from './gateways.store.js';

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

  async byId(id: string): Promise<GatewayDto> {
    const [[gateway], failures] = await Promise.all([this.store.list(id), this.store.failures(id)]);
    if (gateway === undefined) throw notFound('gateway');
    return toDto(gateway, failures);
  }
}

function toDto({ checkedAt, ...gateway }: GatewayRecord, failures: FailedScopeRecord[]): GatewayDto {
  return {
    ...gateway,
    checkedAt: checkedAt?.toISOString() ?? null,
    failures: failures.filter(({ gatewayId }) => gatewayId === gateway.id).map(toFailedScope),
  };
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
