import { EMPTY_HASH, loadedConfig, readConfig, readConfigDocument, renderConfig } from './declarative-config.js';
import type { EntityStore } from './entity-store.js';
import type { Origin } from './entity-writer.js';
import type { JsonObject } from './violations.js';

/** `/config` of a Kong without a database: all entities are read, and replaced, as one document. */
export class ConfigEndpoint {
  /** What `GET /status` gives as `configuration_hash`. */
  hash = EMPTY_HASH;

  constructor(
    private readonly store: EntityStore,
    private readonly origin: Origin,
  ) {}

  read(): JsonObject {
    return { config: renderConfig((kind) => this.store.after(kind, '')) };
  }

  /** Replaces everything and gives the entities, or undefined when the caller asked to be told that nothing is new. */
  load(contentType: string | undefined, text: string, query: URLSearchParams): JsonObject | undefined {
    const { document, hash, isComparable } = readConfigDocument(contentType, text);
    if (isSet(query, 'check_hash') && isComparable && hash === this.hash) return undefined;
    const entities = readConfig(document, this.origin, { flatten: isSet(query, 'flatten_errors') });
    this.store.replaceAll(entities);
    this.hash = hash;
    return loadedConfig(entities);
  }
}

function isSet(query: URLSearchParams, name: string): boolean {
  return ['1', 'true'].includes(query.get(name) ?? '');
}
