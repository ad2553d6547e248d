import { foreignId, WINDOWS, type Entity } from '#kong-admin';
import { refusal, type Answer } from '../answer.js';
import type { Call } from '../call.js';
import { WINDOW_SECONDS, windowStartMs, type RateLimitCounters, type Window } from '../rate-limit-counters.js';

type RateLimitingConfig = Record<Window, number | null> & {
  limit_by: 'consumer' | 'credential' | 'ip' | 'service' | 'header' | 'path';
  header_name: string | null;
  path: string | null;
  hide_client_headers: boolean;
  error_code: number;
  error_message: string;
};

interface Usage {
  window: Window;
  limit: number;
  /** What is left before this call. */
  left: number;
}

/** Counts the call in each window that has a limit, or refuses it when one window is full. */
export function rateLimiting(
  call: Call,
  plugin: Entity,
  counters: RateLimitCounters,
  nowMs: number,
): Answer | undefined {
  const config = plugin['config'] as unknown as RateLimitingConfig;
  const key = `${foreignId(plugin, 'route') ?? ''}|${foreignId(plugin, 'service') ?? ''}|${identifierOf(call, config)}`;
  const usages: Usage[] = [];
  let full: Window | undefined;
  for (const window of WINDOWS) {
    const limit = config[window];
    if (limit === null) continue;
    const left = limit - counters.read(window, key, nowMs);
    if (left <= 0) full = window;
    usages.push({ window, limit, left });
  }
  const resetSeconds = config.hide_client_headers ? undefined : tell(call, usages, full, nowMs);
  if (full === undefined) {
    for (const { window } of usages) counters.add(window, key, nowMs);
    return undefined;
  }
  const headers = resetSeconds === undefined ? {} : { 'retry-after': String(resetSeconds) };
  return refusal(call, config.error_code, config.error_message, headers);
}

function identifierOf(call: Call, config: RateLimitingConfig): string {
  const { limit_by: by } = config;
  let identifier: string | undefined;
  if (by === 'consumer') identifier = call.consumer?.id ?? call.credential?.id;
  else if (by === 'credential') identifier = call.credential?.id;
  else if (by === 'service') identifier = call.service?.id;
  else if (by === 'header') identifier = headerValue(call, config.header_name);
  else if (by === 'path' && call.path === config.path) identifier = call.path;
  return identifier ?? call.clientIp;
}

function headerValue(call: Call, name: string | null): string | undefined {
  const value = name === null ? undefined : call.headers[name.toLowerCase()];
  return value === undefined ? undefined : String(value);
}

/**
 * Sets the headers that tell the client its limits. `RateLimit-*` speaks of the window with the least left; of two that
 * have the same left, of the longer. Gives the seconds until that window ends.
 */
function tell(call: Call, usages: Usage[], full: Window | undefined, nowMs: number): number {
  let tightest: Usage | undefined;
  for (const { window, limit, left } of usages) {
    const leftAfter = Math.max(0, full === undefined || full === window ? left - 1 : left);
    call.responseHeaders[`x-ratelimit-limit-${window}`] = String(limit);
    call.responseHeaders[`x-ratelimit-remaining-${window}`] = String(leftAfter);
    if (!tightest || leftAfter <= tightest.left) tightest = { window, limit, left: leftAfter };
  }
  if (!tightest) return 1;
  const elapsedSeconds = Math.floor((nowMs - windowStartMs(tightest.window, nowMs)) / 1000);
  const resetSeconds = Math.max(1, WINDOW_SECONDS[tightest.window] - elapsedSeconds);
  call.responseHeaders['ratelimit-limit'] = String(tightest.limit);
  call.responseHeaders['ratelimit-remaining'] = String(tightest.left);
  call.responseHeaders['ratelimit-reset'] = String(resetSeconds);
  return resetSeconds;
}
