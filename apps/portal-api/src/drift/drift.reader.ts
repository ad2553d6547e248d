import { Inject, Injectable } from '@nestjs/common';
import type { DriftPageDto, DriftQuery, ForeignObjectPageDto, PageQuery } from '#contract';
import { notFound } from '#domain';
import type { GatewayDriver } from '#gateway';
import { DRIVER_FACTORY, type DriverFactory } from '../drivers.module.js';
import { foreignCursor, limitOf, readCursor, toPage } from '../http/cursor.js';
import { UUID } from '../http/id-param.js';
import { DriftStore } from './drift.store.js';
import { toDriftDto } from './to-drift-dto.js';

@Injectable()
export class DriftReader {
  constructor(
    private readonly store: DriftStore,
    @Inject(DRIVER_FACTORY) private readonly makeDriver: DriverFactory,
  ) {}

  async page(gatewayId: string, query: DriftQuery): Promise<DriftPageDto> {
    const driver = await this.driver(gatewayId);
    const [kind, objectId] = readCursor(query, 2) ?? [];
    if (objectId !== undefined && !UUID.test(objectId)) throw foreignCursor();
    const after = kind === undefined || objectId === undefined ? null : { kind, objectId };
    const limit = limitOf(query);
    const ignored = query.state === 'ignored';
    const rows = await this.store.findings({ gatewayId, ignored, after, ids: null, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (row) => [row.kind, row.objectId],
      (row) => toDriftDto(row, driver),
    );
  }

  async foreign(gatewayId: string, query: PageQuery): Promise<ForeignObjectPageDto> {
    await this.driver(gatewayId);
    const [kind, name, objectId] = readCursor(query, 3) ?? [];
    const after = kind === undefined || name === undefined || objectId === undefined ? null : { kind, name, objectId };
    const limit = limitOf(query);
    const rows = await this.store.foreign(gatewayId, after, limit + 1);
    return toPage(
      rows,
      limit,
      (row) => [row.kind, row.name, row.objectId],
      (row) => row,
    );
  }

  /** Reads what was found, and calls nobody. */
  async driver(gatewayId: string): Promise<GatewayDriver> {
    const row = await this.store.driverRow(gatewayId);
    if (row === null) throw notFound('gateway');
    const { installationId, ...gateway } = row;
    return this.makeDriver(gateway, installationId);
  }
}
