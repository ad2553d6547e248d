import type { Field, Fields } from './fields.js';
import type { JsonObject } from './violations.js';

export type EntityKind = 'services' | 'routes' | 'consumers' | 'plugins' | 'keyauth_credentials' | 'acls';

/** A stored entity: its id, its fields, and `{id}` for each foreign key that is set. */
export interface Entity extends JsonObject {
  id: string;
  tags: string[] | null;
}

export interface EntitySchema {
  kind: EntityKind;
  /** The path segment of its collection. */
  collection: string;
  fields: Fields;
  /** The field that may stand in a path instead of the id. */
  nameField: string;
  /** Fields of which each value exists once. */
  unique: readonly string[];
  /** Fields of which each combination exists once. */
  uniqueTogether: readonly string[];
  /** Foreign key field → the kind it refers to. */
  foreign: Partial<Record<string, EntityKind>>;
  /** What happens to it when the entity it refers to is deleted. */
  onParentDelete: 'refuse' | 'cascade';
  hasUpdatedAt: boolean;
}

const UTF8_OR_NAME = /^[A-Za-z0-9._~\u0080-\u{10FFFF}-]+$/u;

const name: Field = {
  type: 'string',
  check: (value: string) =>
    UTF8_OR_NAME.test(value)
      ? undefined
      : `invalid value '${value}': the only accepted ascii characters are alphanumerics or ., -, _, and ~`,
};

const tags: Field = {
  type: 'set',
  elements: {
    type: 'string',
    required: true,
    check: (tag: string) =>
      /^[^,/\p{Cc}]+$/u.test(tag)
        ? undefined
        : `invalid tag '${tag}': expected printable ascii (except \`,\` and \`/\`) or valid utf-8 sequences`,
  },
};

export const pathWithoutEmptySegments = (path: string): string | undefined =>
  path.includes('//') ? 'must not have empty segments' : undefined;

const timeoutMs: Field = { type: 'integer', between: [1, 2147483646], default: 60000 };
const yes: Field = { type: 'boolean', required: true, default: true };
const no: Field = { type: 'boolean', required: true, default: false };
const absent: Field = { type: 'string', nullOnly: true };

const services: Fields = {
  name,
  retries: { type: 'integer', between: [0, 32767], default: 5 },
  protocol: {
    type: 'string',
    required: true,
    default: 'http',
    oneOf: ['grpc', 'grpcs', 'http', 'https', 'tcp', 'tls', 'tls_passthrough', 'udp'],
    check: (protocol: string) => (protocol.startsWith('http') ? undefined : `'${protocol}' is not supported here`),
  },
  host: { type: 'string', required: true },
  port: { type: 'integer', between: [0, 65535], required: true, default: 80 },
  path: { type: 'string', startsWith: '/', check: pathWithoutEmptySegments },
  connect_timeout: timeoutMs,
  write_timeout: timeoutMs,
  read_timeout: timeoutMs,
  tags,
  client_certificate: absent,
  tls_verify: { type: 'boolean' },
  tls_verify_depth: { type: 'integer', between: [0, 64] },
  ca_certificates: absent,
  enabled: yes,
};

const routePath: Field = {
  type: 'string',
  check: (path: string) => {
    if (!/^~?\//.test(path)) return 'should start with: / (fixed path) or ~/ (regex path)';
    if (path.includes('//')) return 'must not have empty segments';
    return path.startsWith('~') ? regexViolation(path.slice(1)) : undefined;
  },
};

function regexViolation(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return `invalid regex: '${pattern}' (${error instanceof Error ? error.message : 'unreadable'})`;
  }
}

const host: Field = {
  type: 'string',
  check: (value: string) => (/^[^\s/]+$/.test(value) ? undefined : `invalid hostname: ${value}`),
};

const routes: Fields = {
  name,
  protocols: {
    type: 'set',
    required: true,
    default: ['http', 'https'],
    elements: { type: 'string', oneOf: ['http', 'https'] },
  },
  https_redirect_status_code: { type: 'integer', required: true, default: 426, oneOf: [426, 301, 302, 307, 308] },
  strip_path: yes,
  preserve_host: no,
  request_buffering: yes,
  response_buffering: yes,
  tags,
  service: { type: 'foreign' },
  snis: absent,
  sources: absent,
  destinations: absent,
  methods: {
    type: 'set',
    elements: {
      type: 'string',
      check: (method: string) => (/^[A-Z]+$/.test(method) ? undefined : `invalid value: ${method}`),
    },
  },
  hosts: { type: 'array', elements: host },
  paths: { type: 'array', elements: routePath },
  headers: { type: 'map', values: { type: 'array', elements: { type: 'string' } } },
  regex_priority: { type: 'integer', default: 0 },
  path_handling: { type: 'string', default: 'v0', oneOf: ['v0', 'v1'] },
};

const consumers: Fields = { username: { type: 'string' }, custom_id: { type: 'string' }, tags };

const plugins: Fields = {
  name: { type: 'string', required: true },
  instance_name: name,
  route: { type: 'foreign' },
  service: { type: 'foreign' },
  consumer: { type: 'foreign' },
  config: { type: 'record', required: true },
  protocols: {
    type: 'set',
    required: true,
    default: ['grpc', 'grpcs', 'http', 'https'],
    elements: { type: 'string', oneOf: ['grpc', 'grpcs', 'http', 'https'] },
  },
  enabled: yes,
  tags,
};

const keyauthCredentials: Fields = {
  consumer: { type: 'foreign', required: true },
  key: { type: 'string', required: true },
  ttl: { type: 'integer', nullOnly: true },
  tags,
};

const acls: Fields = { consumer: { type: 'foreign', required: true }, group: { type: 'string', required: true }, tags };

const plain = { unique: [], uniqueTogether: [], foreign: {}, onParentDelete: 'cascade', hasUpdatedAt: true } as const;

/** Every kind that the model knows; parents stand before what refers to them. */
export const ENTITY_SCHEMAS: Record<EntityKind, EntitySchema> = {
  services: {
    ...plain,
    kind: 'services',
    collection: 'services',
    fields: services,
    nameField: 'name',
    unique: ['name'],
  },
  routes: {
    ...plain,
    kind: 'routes',
    collection: 'routes',
    fields: routes,
    nameField: 'name',
    unique: ['name'],
    foreign: { service: 'services' },
    onParentDelete: 'refuse',
  },
  consumers: {
    ...plain,
    kind: 'consumers',
    collection: 'consumers',
    fields: consumers,
    nameField: 'username',
    unique: ['username', 'custom_id'],
  },
  plugins: {
    ...plain,
    kind: 'plugins',
    collection: 'plugins',
    fields: plugins,
    nameField: 'instance_name',
    unique: ['instance_name'],
    uniqueTogether: ['name', 'route', 'service', 'consumer'],
    foreign: { route: 'routes', service: 'services', consumer: 'consumers' },
  },
  keyauth_credentials: {
    ...plain,
    kind: 'keyauth_credentials',
    collection: 'key-auths',
    fields: keyauthCredentials,
    nameField: 'key',
    unique: ['key'],
    foreign: { consumer: 'consumers' },
    hasUpdatedAt: false,
  },
  acls: {
    ...plain,
    kind: 'acls',
    collection: 'acls',
    fields: acls,
    nameField: 'group',
    uniqueTogether: ['group', 'consumer'],
    foreign: { consumer: 'consumers' },
    hasUpdatedAt: false,
  },
};

export const ENTITY_KINDS = Object.keys(ENTITY_SCHEMAS) as EntityKind[];

/** Collections below an entity: parent kind → path segment → the kind listed there and its field for the parent. */
export const NESTED: Partial<Record<EntityKind, Record<string, { kind: EntityKind; field: string }>>> = {
  services: { routes: { kind: 'routes', field: 'service' }, plugins: { kind: 'plugins', field: 'service' } },
  routes: { plugins: { kind: 'plugins', field: 'route' } },
  consumers: {
    plugins: { kind: 'plugins', field: 'consumer' },
    'key-auth': { kind: 'keyauth_credentials', field: 'consumer' },
    acls: { kind: 'acls', field: 'consumer' },
  },
};
