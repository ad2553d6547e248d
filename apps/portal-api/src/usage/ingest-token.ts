import { createHmac } from 'node:crypto';
import { derive } from '#platform';
import type { Config } from '../config.js';

/**
 * The token with which one gateway reports its calls. It is derived, so nothing stores it, and a gateway's token opens
 * that gateway's ingest address only.
 */
export function ingestToken(config: Config, gatewayId: string): string {
  return createHmac('sha256', derive(config.masterSecret, 'ingest')).update(gatewayId).digest('base64url');
}
