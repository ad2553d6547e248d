import { methodNotAllowed } from './admin-refusal.js';
import type { JsonObject } from './violations.js';

export interface AdminRequest {
  method: string;
  /** With the query string. */
  path: string;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface AdminResponse {
  status: number;
  headers: Record<string, string>;
  /** Absent for an answer without a body. */
  body?: JsonObject;
}

export function json(status: number, body: JsonObject): AdminResponse {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body };
}

export function readOnly(method: string, answer: () => JsonObject): AdminResponse {
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
  return withoutBodyFor(method, json(200, answer()));
}

export function withoutBodyFor(method: string, response: AdminResponse): AdminResponse {
  return method === 'HEAD' ? { status: response.status, headers: response.headers } : response;
}
