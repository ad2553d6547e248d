import { createHmac } from 'node:crypto';
import { canonicalJson, type DesiredGateway } from '#gateway';
import { derive } from '#platform';
import type { Config } from '../config.js';

/** Tells whether the settings of ours that stand on a gateway have changed, without telling what they are. */
export interface SettingsFingerprint {
  /** Where and with which token the gateway reports calls, and which token our probes present. */
  reporting: string;
  /** Where the calls of applications are counted. */
  counting: string;
}

/** Keyed, because the address of a Redis may hold a password that could be guessed. */
export function settingsFingerprint(config: Config, { usageLog, probe }: DesiredGateway): SettingsFingerprint {
  const key = derive(config.masterSecret, 'gateway-settings');
  const digest = (settings: unknown) => createHmac('sha256', key).update(canonicalJson(settings)).digest('base64url');
  return { reporting: digest({ usageLog, probe }), counting: digest(config.redisUrl?.reveal() ?? null) };
}
