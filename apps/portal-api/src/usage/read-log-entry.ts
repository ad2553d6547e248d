import { UUID } from '../http/id-param.js';
import { KEPT_DAYS } from '../maintenance/kept-days.js';

const DAY_MS = 86_400_000;
/**
 * What is reported later than this is dropped. By its stored event a call is known that comes again, so none is taken
 * whose event may have been pruned; the days between leave room for clocks that differ.
 */
export const MAX_AGE_MS = (KEPT_DAYS.usageEvents - 2) * DAY_MS;
/** What lies further ahead has a wrong clock behind it. */
export const MAX_AHEAD_MS = DAY_MS;

/** More characters of a path are cut off. */
export const MAX_STORED_PATH_LENGTH = 2_048;

const MAX_INTEGER = 2_147_483_647;
const REQUEST_ID = /^[\x21-\x7e]{1,64}$/;
const QUERY_START = /[?#]/;
const METHOD = /^[A-Za-z!#$%&'*+.^_`|~-]{1,32}$/;
const CLIENT_IP = /^[0-9A-Fa-f.:]{2,45}$/;
const PROBE_SERVICE = 'gatehouse-probe.';
const PROBE_PATH = '/.gatehouse/';
const VERSION_TAG = 'gatehouse-scope:version:';

/** One call as a gateway tells it. The ids are its claims: nothing is known yet about whether they are true. */
export interface LoggedCall {
  requestId: string;
  occurredAtMs: number;
  method: string;
  /** Without query string. */
  path: string;
  status: number;
  latencyMs: number;
  /** None when the gateway answered by itself. */
  upstreamMs: number | null;
  requestBytes: number;
  responseBytes: number;
  clientIp: string;
  applicationId: string | null;
  versionId: string | null;
  /** The gateway's object that stands for the key. */
  keyObjectId: string | null;
}

type Fields = Record<string, unknown>;

/**
 * Reads one entry of Kong's http-log plugin, or tells by null that it is none, and by `probe` that it was no call of
 * anybody but ourselves. Headers and query string are never looked at: what people put there by mistake is not ours to
 * keep.
 */
export function readLogEntry(entry: unknown, nowMs: number): LoggedCall | 'probe' | null {
  const fields = fieldsOf(entry);
  if (isProbe(fields)) return 'probe';
  const request = fieldsOf(fields.request);
  const response = fieldsOf(fields.response);
  const latencies = fieldsOf(fields.latencies);
  const { id: requestId, method, uri } = request;
  const { status } = response;
  const { started_at: occurredAtMs, client_ip: clientIp } = fields;
  if (typeof requestId !== 'string' || !REQUEST_ID.test(requestId)) return null;
  if (typeof method !== 'string' || !METHOD.test(method)) return null;
  if (typeof uri !== 'string' || uri.includes('\0')) return null;
  if (!Number.isInteger(status) || (status as number) < 100 || (status as number) > 999) return null;
  if (typeof occurredAtMs !== 'number' || !isTimely(occurredAtMs, nowMs)) return null;
  return {
    requestId,
    occurredAtMs,
    method,
    path: withoutQuery(uri),
    status: status as number,
    latencyMs: countOf(latencies.request),
    upstreamMs: waitedMs(latencies.proxy),
    requestBytes: countOf(request.size),
    responseBytes: countOf(response.size),
    clientIp: typeof clientIp === 'string' && CLIENT_IP.test(clientIp) ? clientIp : '',
    applicationId: uuidOf(fieldsOf(fields.consumer).custom_id),
    versionId: versionOf(fieldsOf(fields.service).tags),
    keyObjectId: uuidOf(fieldsOf(fields.authenticated_entity).id),
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** We ask the nodes of gateways what they do; before they know such questions they answer them with a bare 404. */
function isProbe({ service, request }: Fields): boolean {
  const { name } = fieldsOf(service);
  if (typeof name === 'string') return name.startsWith(PROBE_SERVICE);
  const { uri } = fieldsOf(request);
  return typeof uri === 'string' && uri.startsWith(PROBE_PATH);
}

/** False for what is no number, too. */
function isTimely(occurredAtMs: number, nowMs: number): boolean {
  return occurredAtMs >= nowMs - MAX_AGE_MS && occurredAtMs <= nowMs + MAX_AHEAD_MS;
}

function withoutQuery(uri: string): string {
  const end = uri.search(QUERY_START);
  return end < 0 ? uri : uri.slice(0, end);
}

/** A whole number from 0 up to what an integer column holds; what is none counts as 0. */
function countOf(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.min(Math.round(value), MAX_INTEGER) : 0;
}

/** Kong says -1 when it did not ask the upstream. */
function waitedMs(proxy: unknown): number | null {
  return typeof proxy === 'number' && proxy >= 0 ? countOf(proxy) : null;
}

function uuidOf(value: unknown): string | null {
  return typeof value === 'string' && UUID.test(value) ? value : null;
}

/** The version whose scope the Kong service is tagged with. */
function versionOf(tags: unknown): string | null {
  if (!Array.isArray(tags)) return null;
  const tag: unknown = tags.find((text: unknown) => typeof text === 'string' && text.startsWith(VERSION_TAG));
  return typeof tag === 'string' ? uuidOf(tag.slice(VERSION_TAG.length)) : null;
}
