import { digestAsSnippet, readBrownoutSnippet, readProblemSnippet, type Entity } from '#kong-admin';
import type { Answer } from '../answer.js';
import type { Call } from '../call.js';

/** What the snippets of the driver do before all other plugins: digest the presented key, or answer with a problem. */
export function preFunction(call: Call, plugin: Entity): Answer | undefined {
  const problem = readProblemSnippet(codeOf(plugin));
  if (problem !== undefined) return problemAnswer(problem.status, problem.body);
  const key = call.headers['apikey'];
  if (typeof key === 'string') call.headers['apikey'] = digestAsSnippet(key);
  return undefined;
}

/** What the brown-out snippet does after all other plugins: answer a share of the calls with a problem, for a while. */
export function postFunction(plugin: Entity, nowMs: number, roll: () => number): Answer | undefined {
  const brownout = readBrownoutSnippet(codeOf(plugin));
  if (brownout === undefined) return undefined;
  const { status, body, sharePercent, endsAtSeconds, retryAfter } = brownout;
  if (Math.floor(nowMs / 1000) >= endsAtSeconds || roll() > sharePercent) return undefined;
  return problemAnswer(status, body, { 'retry-after': retryAfter });
}

function codeOf(plugin: Entity): unknown {
  return (plugin['config'] as { access: string[] }).access[0];
}

function problemAnswer(status: number, body: string, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body };
}
