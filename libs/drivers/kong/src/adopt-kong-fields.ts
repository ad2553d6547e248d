import { GatewayFault, MAX_ADOPTED_BYTES, MAX_ADOPTED_OBJECTS } from '#gateway';
import { isRecord } from './kong-fault.js';

type Entity = Record<string, unknown>;

/** What is looked at of each kind. The rest of a page is forgotten with it. */
const FIELDS: Record<string, readonly string[]> = {
  services: [
    ...['id', 'name', 'enabled', 'protocol', 'host', 'port', 'path', 'retries'],
    ...['connect_timeout', 'read_timeout', 'write_timeout'],
    ...['client_certificate', 'ca_certificates', 'tls_sans', 'tls_verify'],
  ],
  routes: [
    ...[
      'id',
      'name',
      'service',
      'paths',
      'hosts',
      'methods',
      'headers',
      'snis',
      'sources',
      'destinations',
      'protocols',
    ],
    ...['strip_path', 'preserve_host', 'path_handling', 'request_buffering', 'response_buffering', 'expression'],
  ],
  consumers: ['id', 'username', 'custom_id'],
  plugins: ['id', 'name', 'enabled', 'route', 'service', 'consumer', 'consumer_group', 'protocols'],
};

/** Of other plugins it is enough to know that they are there: their configuration may be long, and secret. */
const CONFIG_FIELDS: Record<string, readonly string[]> = {
  'key-auth': [
    ...['key_names', 'key_in_header', 'key_in_query', 'key_in_body', 'hide_credentials', 'anonymous'],
    'run_on_preflight',
  ],
  acl: ['allow', 'deny', 'always_use_authenticated_groups'],
  'rate-limiting': [
    ...['second', 'minute', 'hour', 'day', 'month', 'year', 'limit_by', 'policy', 'error_code', 'error_message'],
    ...['hide_client_headers', 'fault_tolerant'],
  ],
};

/** As much of an entity as the adoption looks at. */
export function neededOf(kind: string, entity: Entity): Entity {
  const needed = pick(entity, FIELDS[kind] ?? Object.keys(entity));
  if (kind !== 'plugins') return needed;
  const { config } = entity;
  const fields = CONFIG_FIELDS[String(entity.name)] ?? [];
  return { ...needed, config: isRecord(config) ? pick(config, fields) : {} };
}

function pick(entity: Entity, fields: readonly string[]): Entity {
  return Object.fromEntries(fields.flatMap((name) => (entity[name] == null ? [] : [[name, entity[name]]])));
}

/** Counts what is kept of a gateway, which lies in memory as a whole until the adoption is planned. */
export class KeptCount {
  objects = 0;
  bytes = 0;

  /** @param kept what of the object is held on to; rejects when that would be too much */
  add(kept: unknown): void {
    this.objects += 1;
    this.bytes += JSON.stringify(kept).length;
    if (this.objects > MAX_ADOPTED_OBJECTS)
      throw tooMuch(`more than ${MAX_ADOPTED_OBJECTS.toLocaleString('en-US')} objects of others`);
    if (this.bytes > MAX_ADOPTED_BYTES)
      throw tooMuch(`objects of others with more than ${MAX_ADOPTED_BYTES / 2 ** 20} MiB of settings`);
  }
}

function tooMuch(what: string): GatewayFault {
  return new GatewayFault('refused', `This gateway holds ${what}, too many to take over.`);
}
