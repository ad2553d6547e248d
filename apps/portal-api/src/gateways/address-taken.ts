import { Fault } from '#domain';
import type { Tx } from '../database/database.js';
import type { GatewaysStore } from './gateways.store.js';

/** Two registered gateways at one control plane would write over each other. */
export async function requireAddressFree(
  gateways: GatewaysStore,
  tx: Tx,
  adminUrl: string,
  gatewayId: string,
): Promise<void> {
  const name = await gateways.nameAt(tx, adminUrl, gatewayId);
  if (name === null) return;
  throw new Fault('gateway.address_taken', `The gateway ${name} has this admin address already.`, {
    fields: [{ field: 'adminUrl', message: `is that of ${name}` }],
  });
}
