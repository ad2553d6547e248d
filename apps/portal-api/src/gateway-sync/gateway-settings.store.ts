import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/database.js';
import type { GatewayRow } from './gateway-rows.store.js';
import type { SettingsFingerprint } from './settings-fingerprint.js';

export interface FingerprintedGateway extends GatewayRow {
  /** Null: nobody has compared the settings yet. */
  fingerprint: SettingsFingerprint | null;
}

/** With which settings of ours the gateways were wished last. */
@Injectable()
export class GatewaySettingsStore {
  /** One gateway or all, held until the end of the transaction, so that of several workers only one wishes. */
  async lock(tx: Tx, gatewayId: string | null): Promise<FingerprintedGateway[]> {
    const rows = await tx.$queryRaw<(GatewayRow & { fingerprint: string | null })[]>`
      SELECT id, kind, admin_url AS "adminUrl", admin_auth AS "adminAuth", revision, version, edition, writes,
        settings_fingerprint AS fingerprint
      FROM gateway WHERE ${gatewayId}::uuid IS NULL OR id = ${gatewayId}::uuid ORDER BY id FOR NO KEY UPDATE`;
    return rows.map(({ fingerprint, ...row }) => {
      const [reporting = '', serving = ''] = fingerprint?.split('.') ?? [];
      return { ...row, fingerprint: fingerprint === null ? null : { reporting, serving } };
    });
  }

  async save(tx: Tx, gatewayId: string, { reporting, serving }: SettingsFingerprint): Promise<void> {
    await tx.$executeRaw`
      UPDATE gateway SET settings_fingerprint = ${`${reporting}.${serving}`} WHERE id = ${gatewayId}::uuid`;
  }
}
