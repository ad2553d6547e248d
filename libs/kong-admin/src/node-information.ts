import { PLUGIN_SCHEMAS } from './plugin-schemas.js';
import type { JsonObject } from './violations.js';

/** What `GET /` says: the version that is spoken, and the plugins that may be used. */
export function nodeInformation(version: string, database: string): JsonObject {
  const plugins = Object.keys(PLUGIN_SCHEMAS).map((name) => [name, { version }]);
  return {
    version,
    edition: 'community',
    tagline: 'Gatehouse local gateway, for development and tests only',
    configuration: { database },
    plugins: { available_on_server: Object.fromEntries(plugins), enabled_in_cluster: [] },
  };
}

/** What `GET /status` says: the memory is always within reach; without a database there is a hash of what was loaded. */
export function nodeStatus(configurationHash: string | undefined): JsonObject {
  const storage =
    configurationHash === undefined ? { database: { reachable: true } } : { configuration_hash: configurationHash };
  return { ...storage, server: {}, memory: {} };
}
