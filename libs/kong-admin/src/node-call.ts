import { STATUS_CODES, type IncomingHttpHeaders } from 'node:http';
import { digestAsSnippet } from './digest-snippet.js';
import type { Entity } from './entity-schemas.js';
import { foreignId } from './entity-store.js';
import type { NodeView } from './node-view.js';
import type { PluginScope } from './plugin-index.js';
import { readProblemSnippet } from './problem-snippet.js';
import type { Routable } from './route-index.js';

export interface NodeAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What plugins hand on to the ones after them. */
interface Passage {
  headers: IncomingHttpHeaders;
  route: Entity;
  service: Entity | undefined;
  consumer?: Entity;
}

type Step = [name: string, run: (passage: Passage, config: Config, view: NodeView) => NodeAnswer | undefined];
type Config = Record<string, unknown>;

/** The plugins that decide about a call, in Kong's order. */
const STEPS: Step[] = [
  ['pre-function', runFirst],
  ['key-auth', identify],
  ['acl', checkGroups],
  ['request-termination', terminate],
];

/** The answer of a node to a call. No upstream is called: who would get through is told which way. */
export function answerCall(view: NodeView, call: Routable): NodeAnswer {
  const route = view.match(call);
  const service = route && view.serviceOf(route);
  if (!route || service?.['enabled'] === false) return json(404, { message: 'no Route matched with those values' });
  const passage: Passage = { headers: { ...call.headers }, route, service };
  for (const [name, run] of STEPS) {
    const plugin = view.plugins.find(name, scopeOf(passage));
    const answer = plugin && run(passage, plugin['config'] as Config, view);
    if (answer) return answer;
  }
  return json(200, {
    route: route['name'],
    service: service?.['name'] ?? null,
    consumer: passage.consumer?.['username'] ?? null,
  });
}

function scopeOf({ route, service, consumer }: Passage): PluginScope {
  return { routeId: route.id, serviceId: service?.id, consumerId: consumer?.id };
}

function runFirst({ headers }: Passage, config: Config): NodeAnswer | undefined {
  const problem = readProblemSnippet((config['access'] as string[])[0]);
  if (problem !== undefined)
    return { status: problem.status, headers: { 'Content-Type': 'application/problem+json' }, body: problem.body };
  if (typeof headers['apikey'] === 'string') headers['apikey'] = digestAsSnippet(headers['apikey']);
  return undefined;
}

function identify(passage: Passage, config: Config, view: NodeView): NodeAnswer | undefined {
  const presented = (config['key_names'] as string[]).map((name) => passage.headers[name.toLowerCase()]);
  const key = presented.find((value) => typeof value === 'string');
  const credential = key === undefined ? undefined : view.credentialByKey(key);
  passage.consumer = credential && view.consumer(foreignId(credential, 'consumer') ?? '');
  if (passage.consumer) return undefined;
  const message = key === undefined ? 'No API key found in request' : 'Unauthorized';
  return json(401, { message }, { 'WWW-Authenticate': 'Key' });
}

function checkGroups({ consumer }: Passage, config: Config, view: NodeView): NodeAnswer | undefined {
  if (!consumer) return json(401, { message: 'Unauthorized' });
  const groups = view.groupsOf(consumer.id);
  const { allow, deny } = config as { allow: string[] | null; deny: string[] | null };
  const isAllowed = allow
    ? groups.some((group) => allow.includes(group))
    : !groups.some((group) => deny?.includes(group));
  return isAllowed ? undefined : json(403, { message: 'You cannot consume this service' });
}

function terminate(_passage: Passage, config: Config): NodeAnswer {
  const status = config['status_code'] as number;
  const body = config['body'] as string | null;
  if (body === null) return json(status, { message: config['message'] ?? STATUS_CODES[status] });
  const type = (config['content_type'] as string | null) ?? 'application/json; charset=utf-8';
  return { status, headers: { 'Content-Type': type }, body };
}

function json(status: number, body: object, headers: Record<string, string> = {}): NodeAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
