import { isDigestSnippet } from './digest-snippet.js';
import { pathWithoutEmptySegments } from './entity-schemas.js';
import type { Field, Fields } from './fields.js';
import { readBrownoutSnippet, readProblemSnippet } from './problem-snippet.js';
import type { JsonObject } from './violations.js';

/** What the model knows of one plugin. */
export interface PluginSchema {
  config: Field;
  /** May the plugin be bound to a consumer? */
  consumerScope: boolean;
  /** Rules over several fields; each answers with messages, and with violations of single fields. */
  entityCheck?: (config: JsonObject) => { messages: string[]; fields?: JsonObject };
}

const yes: Field = { type: 'boolean', required: true, default: true };
const no: Field = { type: 'boolean', required: true, default: false };
const text: Field = { type: 'string' };
const strings: Field = { type: 'array', elements: { type: 'string' } };
const list: Field = { type: 'array', required: true, default: [], elements: { type: 'string' } };

const pairs: Field = {
  ...list,
  elements: {
    type: 'string',
    check: (pair: string) => (/^[^:\r\n\0]+:[^\r\n\0]*$/.test(pair) ? undefined : `invalid value: ${pair}`),
  },
};

/** Kong knows these; the model refuses them rather than letting them be without effect. */
const unsupported: Field = { ...list, elements: { type: 'string', check: () => 'not supported here' } };
const unsupportedText: Field = { type: 'string', check: () => 'not supported here' };

const record = (fields: Fields): Field => ({ type: 'record', required: true, fields });

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'] as const;
export const WINDOWS = ['second', 'minute', 'hour', 'day', 'month', 'year'] as const;

const keyAuth = record({
  key_names: { ...list, default: ['apikey'] },
  hide_credentials: no,
  anonymous: text,
  key_in_header: yes,
  key_in_query: yes,
  key_in_body: { ...no, check: (value: boolean) => (value ? 'not supported here' : undefined) },
  run_on_preflight: yes,
  realm: text,
});

const acl = record({ allow: strings, deny: strings, hide_groups_header: no, always_use_authenticated_groups: no });

function given(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'config.${name}'`).join(', ');
}

function checkAcl(config: JsonObject): { messages: string[] } {
  const lists = ['allow', 'deny'];
  const count = lists.filter((name) => given(config[name])).length;
  const messages: string[] = [];
  if (count !== 1) messages.push(`exactly one of these fields must be non-empty: ${quoted(lists)}`);
  if (count === 0) messages.push(`at least one of these fields must be non-empty: ${quoted(lists)}`);
  return { messages };
}

const limit: Field = { type: 'number', above: 0 };

const rateLimiting: Field = {
  ...record({
    ...Object.fromEntries(WINDOWS.map((window) => [window, limit])),
    limit_by: {
      type: 'string',
      default: 'consumer',
      oneOf: ['consumer', 'credential', 'ip', 'service', 'header', 'path'],
    },
    header_name: text,
    path: { type: 'string', startsWith: '/', check: pathWithoutEmptySegments },
    policy: { type: 'string', default: 'local', oneOf: ['local', 'cluster', 'redis'] },
    fault_tolerant: yes,
    redis: record({
      host: text,
      port: { type: 'integer', between: [0, 65535], default: 6379 },
      timeout: { type: 'integer', between: [0, 2147483646], default: 2000 },
      username: text,
      password: { type: 'string', emptyAllowed: true },
      database: { type: 'integer', default: 0 },
      ssl: { type: 'boolean', default: false },
      ssl_verify: { type: 'boolean', default: false },
      server_name: text,
    }),
    hide_client_headers: no,
    error_code: { type: 'number', above: 0, default: 429 },
    error_message: { type: 'string', default: 'API rate limit exceeded' },
    sync_rate: { type: 'number', required: true, default: -1 },
  }),
  check: limitsInOrder,
};

function limitsInOrder(config: JsonObject): string | undefined {
  let shorter: { window: string; value: number } | undefined;
  for (const window of WINDOWS) {
    const value = config[window];
    if (typeof value !== 'number') continue;
    if (shorter && value < shorter.value) {
      const [low, high] = [value.toFixed(1), shorter.value.toFixed(1)];
      return `The limit for ${window}(${low}) cannot be lower than the limit for ${shorter.window}(${high})`;
    }
    shorter = { window, value };
  }
  return undefined;
}

function checkRateLimiting(config: JsonObject): { messages: string[]; fields?: JsonObject } {
  const messages: string[] = [];
  if (!WINDOWS.some((window) => given(config[window]))) {
    messages.push(`at least one of these fields must be non-empty: ${quoted(WINDOWS)}`);
  }
  const missing = missingForChoice(config);
  if (!missing) return { messages };
  messages.push(`failed conditional validation given value of field 'config.${missing.choice}'`);
  return { messages, fields: missing.fields };
}

function missingForChoice(config: JsonObject): { choice: string; fields: JsonObject } | undefined {
  const redis = config['redis'] as JsonObject | null;
  const required = 'required field missing';
  if (config['policy'] === 'redis' && !given(redis?.['host'])) {
    return { choice: 'policy', fields: { redis: { host: required } } };
  }
  if (config['limit_by'] === 'header' && !given(config['header_name'])) {
    return { choice: 'limit_by', fields: { header_name: required } };
  }
  if (config['limit_by'] === 'path' && !given(config['path'])) {
    return { choice: 'limit_by', fields: { path: required } };
  }
  return undefined;
}

const httpLog = record({
  http_endpoint: {
    type: 'string',
    required: true,
    check: (url: string) => (/^https?:\/\/[^/?#]+/.test(url) && URL.canParse(url) ? undefined : 'missing host in url'),
  },
  method: { type: 'string', default: 'POST', oneOf: ['POST', 'PUT', 'PATCH'] },
  content_type: {
    type: 'string',
    default: 'application/json',
    oneOf: ['application/json', 'application/json; charset=utf-8'],
  },
  timeout: { type: 'number', default: 10000 },
  keepalive: { type: 'number', default: 60000 },
  retry_count: { type: 'integer' },
  queue_size: { type: 'integer' },
  flush_timeout: { type: 'number' },
  headers: { type: 'map', values: { type: 'string' } },
  queue: record({
    max_batch_size: { type: 'integer', between: [1, 1000000], default: 1 },
    max_coalescing_delay: { type: 'number', between: [0, 3600], default: 1 },
    max_entries: { type: 'integer', between: [1, 1000000], default: 10000 },
    max_bytes: { type: 'integer' },
    max_retry_time: { type: 'number', default: 60 },
    initial_retry_delay: { type: 'number', between: [0.001, 1000000], default: 0.01 },
    max_retry_delay: { type: 'number', between: [0.001, 1000000], default: 60 },
    concurrency_limit: { type: 'integer', oneOf: [-1, 1], default: 1 },
  }),
  custom_fields_by_lua: {
    type: 'map',
    values: {
      type: 'string',
      check: (code: string) => (code === 'return nil' ? undefined : "only 'return nil' is accepted here"),
    },
  },
});

const functions = record({
  certificate: list,
  rewrite: list,
  access: list,
  header_filter: list,
  body_filter: list,
  log: list,
});

/** Only snippets of the driver may run: anything else would need a Lua interpreter. */
function onlyOurs(isOurs: (code: unknown) => boolean, words: string): PluginSchema['entityCheck'] {
  return ({ access, ...otherPhases }) => {
    const isAccepted = Array.isArray(access) && access.length === 1 && isOurs(access[0]);
    if (isAccepted && !Object.values(otherPhases).some(given)) return { messages: [] };
    return { messages: [`only ${words} is accepted as 'config.access' here`] };
  };
}

const isPreFunction = (code: unknown) => isDigestSnippet(code) || readProblemSnippet(code) !== undefined;
const isPostFunction = (code: unknown) => readBrownoutSnippet(code) !== undefined;
const checkPreFunction = onlyOurs(isPreFunction, 'the API key digest snippet or a problem snippet of Gatehouse');
const checkPostFunction = onlyOurs(isPostFunction, 'a brown-out snippet of Gatehouse');

const cors = record({
  origins: {
    type: 'array',
    elements: {
      type: 'string',
      check: (origin: string) => (origin === '*' || isRegex(origin) ? undefined : `'${origin}' is not a valid regex`),
    },
  },
  headers: strings,
  exposed_headers: strings,
  methods: { type: 'array', default: [...METHODS], elements: { type: 'string', oneOf: METHODS } },
  max_age: { type: 'number' },
  credentials: no,
  private_network: no,
  preflight_continue: no,
});

function isRegex(pattern: string): boolean {
  try {
    return new RegExp(pattern).source.length > 0;
  } catch {
    return false;
  }
}

const requestTransformer = record({
  http_method: unsupportedText,
  remove: record({ body: unsupported, headers: list, querystring: list }),
  rename: record({ body: unsupported, headers: pairs, querystring: pairs }),
  replace: record({ body: unsupported, headers: pairs, querystring: pairs, uri: unsupportedText }),
  add: record({ body: unsupported, headers: pairs, querystring: pairs }),
  append: record({ body: unsupported, headers: pairs, querystring: pairs }),
});

const responseTransformer = record({
  remove: record({ headers: list, json: unsupported }),
  rename: record({ headers: pairs, json: unsupported }),
  replace: record({ headers: pairs, json: unsupported, json_types: unsupported }),
  add: record({ headers: pairs, json: unsupported, json_types: unsupported }),
  append: record({ headers: pairs, json: unsupported, json_types: unsupported }),
});

const requestTermination = record({
  status_code: { type: 'integer', between: [100, 599], required: true, default: 503 },
  message: text,
  content_type: text,
  body: text,
  echo: { ...no, check: (value: boolean) => (value ? 'not supported here' : undefined) },
  trigger: text,
});

/** The plugins that the model accepts; any other is "not enabled". */
export const PLUGIN_SCHEMAS: Record<string, PluginSchema> = {
  'key-auth': { config: keyAuth, consumerScope: false },
  acl: { config: acl, consumerScope: false, entityCheck: checkAcl },
  'rate-limiting': { config: rateLimiting, consumerScope: true, entityCheck: checkRateLimiting },
  'http-log': { config: httpLog, consumerScope: true },
  'pre-function': { config: functions, consumerScope: false, entityCheck: checkPreFunction },
  'post-function': { config: functions, consumerScope: false, entityCheck: checkPostFunction },
  cors: { config: cors, consumerScope: false },
  'request-transformer': { config: requestTransformer, consumerScope: true },
  'response-transformer': { config: responseTransformer, consumerScope: true },
  'request-termination': { config: requestTermination, consumerScope: true },
};
