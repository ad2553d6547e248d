import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Entity } from '#kong-admin';
import type { Call } from '../call.js';

/** `name:value` pairs, or names alone for `remove`, in the order in which Kong applies them. */
interface Rules {
  remove: string[];
  rename: string[];
  replace: string[];
  add: string[];
  append: string[];
}

type RulesOf<Part extends string> = Record<keyof Rules, Record<Part, string[]>>;

/** A multi-valued set of named values: headers or the arguments of a query. */
interface Values {
  has(name: string): boolean;
  get(name: string): string | null;
  set(name: string, value: string): void;
  append(name: string, value: string): void;
  delete(name: string): void;
}

/** Changes headers and query of what goes upstream. */
export function transformRequest(call: Call, plugin: Entity): undefined {
  const config = plugin['config'] as unknown as RulesOf<'headers' | 'querystring'>;
  apply(rulesFor(config, 'headers'), headerValues(call.headers));
  const rules = rulesFor(config, 'querystring');
  if (Object.values(rules).every((list) => list.length === 0)) return undefined;
  const query = new URLSearchParams(call.query);
  apply(rules, query);
  call.query = query.size > 0 ? query.toString() : undefined;
}

/** Changes the headers of an answer, the gateway's own ones included. */
export function transformResponse(headers: OutgoingHttpHeaders, plugin: Entity): void {
  apply(rulesFor(plugin['config'] as unknown as RulesOf<'headers'>, 'headers'), headerValues(headers));
}

function rulesFor<Part extends string>(config: RulesOf<Part>, part: Part): Rules {
  const { remove, rename, replace, add, append } = config;
  return {
    remove: remove[part],
    rename: rename[part],
    replace: replace[part],
    add: add[part],
    append: append[part],
  };
}

function apply(rules: Rules, values: Values): void {
  for (const name of rules.remove) values.delete(name);
  for (const [from, to] of rules.rename.map(splitPair)) {
    const value = values.get(from);
    if (value === null) continue;
    values.delete(from);
    values.set(to, value);
  }
  for (const [name, value] of rules.replace.map(splitPair)) if (values.has(name)) values.set(name, value);
  for (const [name, value] of rules.add.map(splitPair)) if (!values.has(name)) values.set(name, value);
  for (const [name, value] of rules.append.map(splitPair)) values.append(name, value);
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf(':');
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function headerValues(headers: IncomingHttpHeaders | OutgoingHttpHeaders): Values {
  const get = (name: string) => headers[name.toLowerCase()];
  return {
    has: (name) => get(name) !== undefined,
    get: (name) => (get(name) === undefined ? null : String(get(name))),
    set: (name, value) => void (headers[name.toLowerCase()] = value),
    append: (name, value) => {
      const before = get(name);
      headers[name.toLowerCase()] = before === undefined ? value : [before].flat().map(String).concat(value);
    },
    delete: (name) => void delete headers[name.toLowerCase()],
  };
}
