import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/database.js';
import type { SettingsFingerprint } from './settings-fingerprint.js';

export interface FingerprintedGateway {
  id: string;
  kind: string;
  /** Null: nobody has compared the settings yet. */
  fingerprint: SettingsFingerprint | null;
}

/** With which settings of ours the gateways were wished last. */
@Injectable()
export class GatewaySettingsStore {
  /** All gateways, held until the end of the transaction, so that of several workers only one wishes. */
  async lock(tx: Tx): Promise<FingerprintedGateway[]> {
    const rows = await tx.$queryRaw<{ id: string; kind: string; fingerprint: string | null }[]>`
      SELECT id, kind, settings_fingerprint AS fingerprint FROM gateway ORDER BY id FOR NO KEY UPDATE`;
    return rows.map(({ id, kind, fingerprint }) => {
      const [reporting = '', counting = ''] = fingerprint?.split('.') ?? [];
      return { id, kind, fingerprint: fingerprint === null ? null : { reporting, counting } };
    });
  }

  async save(tx: Tx, gatewayId: string, { reporting, counting }: SettingsFingerprint): Promise<void> {
    await tx.$executeRaw`
      UPDATE gateway SET settings_fingerprint = ${`${reporting}.${counting}`} WHERE id = ${gatewayId}::uuid`;
  }
}
