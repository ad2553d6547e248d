import { Injectable } from '@nestjs/common';
import type { AdoptionDto, AdoptionListDto } from '#contract';
import { notFound } from '#domain';
import { GatewaysReader } from '../gateways/gateways.reader.js';
import { AdoptionStore, type ShownAdoption } from './adoption.store.js';

@Injectable()
export class AdoptionsReader {
  constructor(
    private readonly store: AdoptionStore,
    private readonly gateways: GatewaysReader,
  ) {}

  /** Without previews: one of them may name 500 services. */
  async list(gatewayId: string): Promise<AdoptionListDto> {
    await this.gateways.byId(gatewayId);
    return { items: (await this.store.list(gatewayId)).map(toAdoptionDto) };
  }

  async one(gatewayId: string, id: string): Promise<AdoptionDto> {
    return toAdoptionDto(await this.found(gatewayId, id));
  }

  async found(gatewayId: string, id: string): Promise<ShownAdoption> {
    const adoption = await this.store.one(gatewayId, id);
    if (adoption === null) throw notFound('adoption');
    return adoption;
  }
}

function toAdoptionDto(adoption: ShownAdoption): AdoptionDto {
  const { id, gatewayId, state, preview, error, toRemove, removed, createdAt, finishedAt } = adoption;
  return {
    id,
    gatewayId,
    state,
    preview: preview?.shown ?? null,
    error,
    toRemove,
    removed,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
