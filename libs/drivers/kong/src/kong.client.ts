import { type CheckAddress, GatewayFault } from '#gateway';
import { faultOfAnswer, faultOfConnection, isRecord } from './kong-fault.js';
import { BodyTooLong, KongHttp, type KongReply } from './kong-http.js';

export const kongClientLimits = {
  requestTimeoutMs: 10_000,
  maxBodyBytes: 8 * 1024 * 1024,
  /** A whole configuration, which Kong reads and writes in one piece. */
  config: { requestTimeoutMs: 60_000, maxBodyBytes: 128 * 1024 * 1024 },
  maxJsonDepth: 32,
  /** The largest page that Kong gives. */
  pageSize: 1000,
  maxPages: 2_000,
};

export interface KongClientOptions {
  /** Base URL of the Admin API; a path before the collections is kept. */
  adminUrl: string;
  checkAddress: CheckAddress;
  /** A header that a proxy before the Admin API asks for. */
  adminAuth?: { header: string; value: string };
  requestTimeoutMs?: number;
}

export interface KongAnswer {
  status: number;
  server: string | null;
  body: unknown;
}

interface Sending {
  body?: unknown;
  /** Values of the body that must not come back in an error. */
  secrets?: string[];
  /** Statuses that are no success and tell something all the same. */
  tells?: number[];
  limits?: { requestTimeoutMs: number; maxBodyBytes: number };
}

/** Talks to Kong's Admin API: JSON over HTTP with limits. Rejects with a GatewayFault and with nothing else. */
export class KongClient {
  private readonly http: KongHttp;

  constructor(private readonly options: KongClientOptions) {
    this.http = new KongHttp(options.adminUrl, options.checkAddress);
  }

  /** GET; null when there is no such thing. */
  async get(path: string): Promise<KongAnswer | null> {
    const answer = await this.send('GET', path);
    return answer.status === 404 ? null : answer;
  }

  /** PUT, Kong's full replacement. `secrets` are values of the body that must not come back in an error. */
  async put(path: string, body: Record<string, unknown>, secrets: string[]): Promise<KongAnswer> {
    return this.send('PUT', path, { body, secrets });
  }

  /** DELETE; what is gone already counts as deleted. */
  async delete(path: string): Promise<void> {
    await this.send('DELETE', path);
  }

  /** The whole configuration of a Kong without a database, as YAML; null when this Kong has one. */
  async readConfig(): Promise<string | null> {
    const answer = await this.send('GET', '/config', { limits: kongClientLimits.config, tells: [400] });
    if (answer.status !== 200) return null;
    if (!isRecord(answer.body) || typeof answer.body.config !== 'string') throw unreadable('no configuration');
    return answer.body.config;
  }

  /**
   * Replaces the whole configuration, unless the same text was loaded last. Null when it stands; otherwise nothing was
   * changed and Kong says why.
   */
  async replaceConfig(text: string): Promise<unknown> {
    const { status, body } = await this.send('POST', '/config?check_hash=1&flatten_errors=1', {
      body: { config: text },
      limits: kongClientLimits.config,
      tells: [304, 400],
    });
    return status === 400 ? (body ?? {}) : null;
  }

  /** Every object of a collection with the tag, or with any. Memory holds one page at a time. */
  async *list(collection: string, tag: string | null, beforePage?: () => void): AsyncIterable<Record<string, unknown>> {
    const seen = new Set<string>();
    let offset: string | null = null;
    for (let page = 0; page < kongClientLimits.maxPages; page += 1) {
      const query = new URLSearchParams({
        size: String(kongClientLimits.pageSize),
        ...(tag === null ? {} : { tags: tag }),
      });
      if (offset !== null) query.set('offset', offset);
      beforePage?.();
      const answer = await this.get(`/${collection}?${query}`);
      // Not an empty list: a wrong address must not look like a gateway that lost everything.
      if (answer === null) throw new GatewayFault('refused', `The Admin API has no collection ${collection}.`);
      const { body } = answer;
      if (!isRecord(body) || !Array.isArray(body.data) || !body.data.every(isRecord))
        throw unreadable('a list without data');
      yield* body.data;
      if (body.offset === undefined || body.offset === null) return;
      if (typeof body.offset !== 'string') throw unreadable('a list whose next page has no name');
      offset = body.offset;
      if (seen.has(offset)) throw unreadable('a list whose pages go round in a circle');
      seen.add(offset);
    }
    throw unreadable(`a list of more than ${kongClientLimits.maxPages} pages`);
  }

  private async send(method: string, path: string, sending: Sending = {}): Promise<KongAnswer> {
    const { adminAuth } = this.options;
    const { secrets = [], tells = [] } = sending;
    const { status, headers, text } = await this.exchange(method, path, sending);
    const parsed = parseJson(text);
    const missing = status === 404 && method !== 'PUT';
    const isOk = status >= 200 && status < 300;
    if (!isOk && !missing && !tells.includes(status)) {
      const known = adminAuth ? [adminAuth.value, ...secrets] : secrets;
      throw faultOfAnswer({ status, retryAfter: headers['retry-after'] ?? null, body: parsed?.value }, known);
    }
    if (isOk && status !== 204 && parsed === null) throw unreadable('something that is not JSON');
    const server = typeof headers.server === 'string' ? headers.server : null;
    return { status, server, body: parsed?.value };
  }

  private async exchange(method: string, path: string, { body, limits }: Sending): Promise<KongReply> {
    const { adminAuth, requestTimeoutMs = kongClientLimits.requestTimeoutMs } = this.options;
    const { maxBodyBytes } = limits ?? kongClientLimits;
    try {
      return await this.http.send({
        method,
        path,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(adminAuth ? { [adminAuth.header]: adminAuth.value } : {}),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        timeoutMs: limits?.requestTimeoutMs ?? requestTimeoutMs,
        maxBodyBytes,
      });
    } catch (error) {
      throw error instanceof BodyTooLong ? unreadable(`more than ${maxBodyBytes} bytes`) : faultOfConnection(error);
    }
  }
}

function unreadable(what: string): GatewayFault {
  return new GatewayFault('unknown_outcome', `The Admin API answered with ${what}.`);
}

/** Null for what is no JSON, or nested so deeply that walking it would overflow the stack. */
function parseJson(text: string): { value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(value, kongClientLimits.maxJsonDepth) ? { value } : null;
  } catch {
    return null;
  }
}

function isShallow(value: unknown, depthLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depthLeft > 0 && Object.values(value).every((member) => isShallow(member, depthLeft - 1));
}
