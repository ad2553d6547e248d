import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Clock } from '#platform';

const freshForMs = 5_000;
const staleForMs = 60_000;
const renewEveryMs = 1_000;
const maxEntries = 2_000;
const maxBytes = 64 * 1024 * 1024;

interface Entry {
  plain: Buffer;
  gzip: Buffer;
  plainHeaders: string[];
  gzipHeaders: string[];
  storedAtMs: number;
  /** When a request was last let through to make the page anew. */
  renewalAtMs: number;
}

/**
 * Whole pages for visitors without any cookie of ours, by address and theme. It answers before Fastify sees the
 * request: a stored page costs little more than sending its bytes. For five seconds an entry is fresh; for a minute after that
 * it is still sent, and each second one request goes the long way and so renews it.
 */
export class PageCache {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(private readonly clock: Clock) {}

  /** Answers from the store; false when the request has to take the long way. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const theme = themeOfAnonymous(request);
    if (theme === undefined) return false;
    const key = `${theme}|${request.url}`;
    const entry = this.entries.get(key);
    if (entry === undefined) return false;
    const nowMs = this.clock.now().getTime();
    const ageMs = nowMs - entry.storedAtMs;
    if (ageMs > freshForMs + staleForMs) return false;
    if (ageMs > freshForMs && nowMs - entry.renewalAtMs > renewEveryMs) {
      entry.renewalAtMs = nowMs;
      return false;
    }
    const zipped = request.headers['accept-encoding']?.includes('gzip') === true;
    response.writeHead(200, zipped ? entry.gzipHeaders : entry.plainHeaders);
    response.end(zipped ? entry.gzip : entry.plain);
    return true;
  }

  /** Keeps a rendered page when the request was one that `serve` would answer. */
  store(request: IncomingMessage, html: string, headers: Record<string, string>): void {
    const theme = themeOfAnonymous(request);
    if (theme === undefined) return;
    const key = `${theme}|${request.url}`;
    this.drop(key);
    const plain = Buffer.from(html);
    const gzip = gzipSync(plain);
    const nowMs = this.clock.now().getTime();
    const shared = Object.entries(headers).flat();
    this.entries.set(key, {
      plain,
      gzip,
      plainHeaders: [...shared, 'content-length', String(plain.length)],
      gzipHeaders: [...shared, 'content-encoding', 'gzip', 'content-length', String(gzip.length)],
      storedAtMs: nowMs,
      renewalAtMs: nowMs,
    });
    this.bytes += plain.length + gzip.length;
    while (this.entries.size > maxEntries || this.bytes > maxBytes) this.drop(this.entries.keys().next().value);
  }

  private drop(key: string | undefined): void {
    const entry = key === undefined ? undefined : this.entries.get(key);
    if (key === undefined || entry === undefined) return;
    this.entries.delete(key);
    this.bytes -= entry.plain.length + entry.gzip.length;
  }
}

/** The theme of a GET by somebody who carries no cookie of ours but the theme; undefined for everybody else. */
function themeOfAnonymous(request: IncomingMessage): string | undefined {
  if (request.method !== 'GET') return undefined;
  const cookies = request.headers.cookie;
  if (cookies === undefined) return '';
  if (cookies.includes('gatehouse')) return undefined;
  return /(?:^|; )theme=(light|dark)(?:;|$)/.exec(cookies)?.[1] ?? '';
}
