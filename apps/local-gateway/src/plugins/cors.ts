import type { OutgoingHttpHeaders } from 'node:http';
import type { Entity } from '#kong-admin';
import type { Answer } from '../answer.js';
import type { Call } from '../call.js';

interface CorsConfig {
  origins: string[] | null;
  headers: string[] | null;
  exposed_headers: string[] | null;
  methods: string[] | null;
  max_age: number | null;
  credentials: boolean;
  private_network: boolean;
  preflight_continue: boolean;
}

/** Answers a preflight; any other answer gets the headers that let a browser read it. */
export function cors(call: Call, plugin: Entity): Answer | undefined {
  const config = plugin['config'] as unknown as CorsConfig;
  const { origin } = call.req.headers;
  const headers = originHeaders(config, origin);
  const isPreflight =
    call.method === 'OPTIONS' &&
    origin !== undefined &&
    call.req.headers['access-control-request-method'] !== undefined;
  if (!isPreflight || config.preflight_continue) {
    if (config.exposed_headers?.length) headers['access-control-expose-headers'] = config.exposed_headers.join(',');
    Object.assign(call.responseHeaders, headers);
    return undefined;
  }
  const allowed = config.headers?.length
    ? config.headers.join(',')
    : call.req.headers['access-control-request-headers'];
  if (allowed !== undefined) headers['access-control-allow-headers'] = allowed;
  if (config.methods) headers['access-control-allow-methods'] = config.methods.join(',');
  if (config.max_age !== null) headers['access-control-max-age'] = String(config.max_age);
  if (config.private_network && call.req.headers['access-control-request-private-network'] === 'true') {
    headers['access-control-allow-private-network'] = 'true';
  }
  return { status: 200, headers, body: '' };
}

/** A single plain origin is named whoever asks; of several, the asking one when it is among them. */
function originHeaders(config: CorsConfig, asking: string | undefined): OutgoingHttpHeaders {
  const origins = config.origins ?? [];
  const credentials = config.credentials ? { 'access-control-allow-credentials': 'true' } : {};
  if (origins.length === 0 || origins.includes('*')) {
    if (!config.credentials || asking === undefined) return { 'access-control-allow-origin': '*' };
    return { 'access-control-allow-origin': asking, vary: 'Origin', ...credentials };
  }
  const [only] = origins;
  if (origins.length === 1 && only !== undefined && /^[A-Za-z0-9.:/-]+$/.test(only)) {
    return { 'access-control-allow-origin': only, vary: 'Origin', ...credentials };
  }
  const isAmong = asking !== undefined && origins.some((pattern) => isOrigin(pattern, asking));
  return isAmong ? { 'access-control-allow-origin': asking, vary: 'Origin', ...credentials } : { vary: 'Origin' };
}

function isOrigin(pattern: string, asking: string): boolean {
  return pattern === asking || new RegExp(`^(?:${pattern})$`).test(asking);
}
