import { createHmac } from 'node:crypto';
import { canonicalJson, conformanceSample, type DesiredGateway, type GatewayDriver } from '#gateway';
import { derive } from '#platform';
import type { Config } from '../config.js';

/**
 * Tells whether a gateway would be told otherwise now: because a setting of ours, its version or our spelling of a wish is
 * another one. It does not tell what any of them is.
 */
export interface SettingsFingerprint {
  /** Of what the gateway as a whole is told. */
  reporting: string;
  /** Of what a version and an application become. */
  serving: string;
}

/** Keyed, because the address of a Redis may hold a password that could be guessed. */
export function settingsFingerprint(
  config: Config,
  driver: GatewayDriver,
  reporting: DesiredGateway,
): SettingsFingerprint {
  const key = derive(config.masterSecret, 'gateway-settings');
  const digest = (told: unknown) => createHmac('sha256', key).update(canonicalJson(told)).digest('base64url');
  const { version, stages, application } = conformanceSample;
  const scopes = [version, ...Object.values(stages).map(({ desired }) => desired), application];
  return {
    reporting: digest(driver.toObjects(reporting)),
    // A version that is on its way out links to the portal.
    serving: digest([config.publicPortalUrl, ...scopes.map((scope) => driver.toObjects(scope))]),
  };
}
