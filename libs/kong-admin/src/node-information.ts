import { PLUGIN_SCHEMAS } from './plugin-schemas.js';
import type { JsonObject } from './violations.js';

/** What `GET /` says: the version that is spoken, and the plugins that may be used. */
export function nodeInformation(version: string): JsonObject {
  const plugins = Object.keys(PLUGIN_SCHEMAS).map((name) => [name, { version }]);
  return {
    version,
    edition: 'community',
    tagline: 'Gatehouse local gateway, for development and tests only',
    configuration: { database: 'memory' },
    plugins: { available_on_server: Object.fromEntries(plugins), enabled_in_cluster: [] },
  };
}

/** What `GET /status` says: there is no database, so it is always within reach. */
export function nodeStatus(): JsonObject {
  return { database: { reachable: true }, server: {}, memory: {} };
}
