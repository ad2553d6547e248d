import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isRecord, type JsonObject } from './violations.js';

/** One recorded exchange with a real Kong, through its Admin API or its proxy. */
export interface Exchange {
  label: string;
  api: 'admin' | 'proxy';
  method: string;
  path: string;
  request_headers?: Record<string, string> | null;
  request_body?: unknown;
  status: number;
  response_headers?: Record<string, string>;
  response_body?: unknown;
}

/** The recorded exchanges of one topic, in the order in which they happened. */
export function readTrace(topic: string): Exchange[] {
  return (readFixture(topic) as { exchanges: Exchange[] }).exchanges;
}

/** What a real Kong's http-log plugin posted to a receiver. */
export function readLogPosts(): { path: string; body: unknown; headers: Record<string, string> }[] {
  return (readFixture('http-log') as { posts: { path: string; body: unknown; headers: Record<string, string> }[] })
    .posts;
}

function readFixture(topic: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${topic}.json`, import.meta.url), 'utf8')) as unknown;
}

/**
 * Ids, keys and times for a replay: each created entity gets those that were recorded, so that answers, orders of lists and
 * offsets can be compared as they stand.
 */
export class RecordedOrigin {
  private answer: JsonObject = {};

  readonly newId = (): string => (this.answer['id'] as string | undefined) ?? randomUUID();
  readonly newKey = (): string => (this.answer['key'] as string | undefined) ?? randomUUID();
  readonly nowSeconds = (): number => (this.answer['updated_at'] ?? this.answer['created_at'] ?? 0) as number;

  /** To be called before an exchange is replayed. */
  expect(exchange: Exchange): void {
    const body = exchange.status < 300 && isRecord(exchange.response_body) ? exchange.response_body : {};
    this.answer = firstOf(body['keyauth_credentials']) ?? firstOf(body['services']) ?? body;
  }
}

/** Of a whole configuration: only a key got a chance id, and all entities have one time. */
function firstOf(entities: unknown): JsonObject | undefined {
  return isRecord(entities) ? (Object.values(entities)[0] as JsonObject) : undefined;
}
