import { createHmac } from 'node:crypto';
import { derive } from '#platform';
import type { Config } from '../../config.js';

/** What our probes of one gateway's nodes present. Derived, so nothing stores it, and good for that gateway only. */
export function probeToken(config: Config, gatewayId: string): string {
  return createHmac('sha256', derive(config.masterSecret, 'probe')).update(gatewayId).digest('base64url');
}
