import { GatewayFault } from '#gateway';

/** The parts of an Admin API answer that say what went wrong. */
export interface AdminAnswer {
  status: number;
  retryAfter: string | null;
  body: unknown;
}

/** Kong's error code of a foreign key violation. */
const foreignKeyViolation = 4;

/** What stands in an error of Kong's Admin API. */
const kongMembers = new Set(['message', 'name', 'code', 'fields', 'flattened_errors', 'request_id']);

/** So much of a message is shown, in characters. */
const MAX_SAID_LENGTH = 400;

/** Codes of connections that were never made, so that nothing can have been written. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
]);

/** Turns an answer that is no success into a fault with Kong's own words, without the secrets that it may repeat. */
export function faultOfAnswer(answer: AdminAnswer, secrets: string[]): GatewayFault {
  const { status } = answer;
  const message = withoutSecrets(messageOf(answer), secrets);
  if (status === 401 || status === 403) return new GatewayFault('unauthorized', message, { status });
  if (status === 429 || status === 503) {
    return new GatewayFault('busy', message, { status, retryAfterMs: retryAfterMsOf(answer.retryAfter) });
  }
  if (status >= 500) return new GatewayFault('unknown_outcome', message, { status });
  return new GatewayFault(namesMissingParent(answer.body) ? 'parent_missing' : 'refused', message, { status });
}

/** Turns a failure of the connection into a fault. */
export function faultOfConnection(error: unknown): GatewayFault {
  // The address was refused.
  if (error instanceof GatewayFault) return error;
  const failure = isRecord(error) ? error : {};
  const cause = isRecord(failure.cause) ? failure.cause : failure;
  const code = typeof cause.code === 'string' ? cause.code : null;
  if (code !== null && neverConnected.has(code)) {
    return new GatewayFault('unreachable', `The Admin API cannot be reached (${code}).`, { cause: error });
  }
  const timedOut = failure.name === 'TimeoutError';
  const what = timedOut ? 'did not answer in time' : `broke the connection${code ? ` (${code})` : ''}`;
  return new GatewayFault('unknown_outcome', `The Admin API ${what}.`, { cause: error });
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfterMsOf(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whatever listens at the address that somebody typed may answer: its words are shown only where they are such as Kong's,
 * and no more of them than a sentence of Kong is long.
 */
function messageOf({ status, body }: AdminAnswer): string {
  const said = isKongsOwn(body) ? body.message.slice(0, MAX_SAID_LENGTH) : '';
  return said || `The Admin API answered with status ${status}.`;
}

/** An error of Kong's Admin API: a message, and nothing but what belongs to it. */
function isKongsOwn(body: unknown): body is { message: string } {
  return (
    isRecord(body) && typeof body.message === 'string' && Object.keys(body).every((member) => kongMembers.has(member))
  );
}

/** Code 4 also stands for "others refer to this one", where nothing is missing. */
function namesMissingParent(body: unknown): boolean {
  if (!isRecord(body) || body.code !== foreignKeyViolation) return false;
  return !(isRecord(body.fields) && '@referenced_by' in body.fields);
}

/** The text without what must not be shown. */
export function withoutSecrets(message: string, secrets: string[]): string {
  return secrets.filter(Boolean).reduce((text, secret) => text.replaceAll(secret, '…'), message);
}
