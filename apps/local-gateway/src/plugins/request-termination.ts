import { STATUS_CODES } from 'node:http';
import type { Entity } from '#kong-admin';
import { jsonAnswer, type Answer } from '../answer.js';
import type { Call } from '../call.js';

interface RequestTerminationConfig {
  status_code: number;
  message: string | null;
  body: string | null;
  content_type: string | null;
  trigger: string | null;
}

/** Answers instead of the upstream, always or when the trigger is given as a header or in the query. */
export function requestTermination(call: Call, plugin: Entity): Answer | undefined {
  const { status_code: status, ...config } = plugin['config'] as unknown as RequestTerminationConfig;
  if (config.trigger !== null && !isTriggered(call, config.trigger)) return undefined;
  if (config.body === null)
    return jsonAnswer(status, { message: config.message ?? STATUS_CODES[status] ?? 'Terminated' });
  const type = config.content_type ?? 'application/json; charset=utf-8';
  return { status, headers: { 'content-type': type }, body: config.body };
}

function isTriggered(call: Call, trigger: string): boolean {
  return call.headers[trigger.toLowerCase()] !== undefined || new URLSearchParams(call.query).has(trigger);
}
