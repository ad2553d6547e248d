import type { AccessRule, DesiredLimits } from '#gateway';
import { OBSERVING, type Bound, type KongPlugin, type KongPlugins } from './adopt-kong-plugins.js';

/** What stands before a route: who is let in and how often. Or why it cannot be taken over. */
export interface Guards {
  access: AccessRule | null;
  limits: DesiredLimits;
  warnings: string[];
  reason: string | null;
}

export interface Place extends Bound {
  protocols: string[];
}

type Config = Record<string, unknown>;
type CounterPolicy = 'local' | 'redis';

const WINDOWS = ['second', 'minute', 'hour', 'day', 'month'] as const;

/** Reads the guards of a route as a call without a known caller meets them. */
export function readGuards(plugins: KongPlugins, place: Place, ourPolicy: CounterPolicy): Guards {
  const keyAuth = plugins.effective('key-auth', place, null);
  const acl = plugins.effective('acl', place, null);
  const access = accessOf(keyAuth, acl);
  const here = plugins.at(place);
  const limit = plugins.effective('rate-limiting', place, null);
  const counted = limit === undefined ? null : readLimit(limit, ourPolicy);
  const reason =
    whyUnknown(here) ??
    whyOpen(keyAuth) ??
    whyProtocols(here, place.protocols) ??
    (acl === undefined ? null : whyAcl(acl.config)) ??
    counted?.reason ??
    null;
  if (reason !== null || keyAuth === undefined) {
    // With plugins that we cannot read anybody may be let in, so whoever has a key counts as a caller.
    const perhaps = here.some(({ name }) => !OBSERVING.has(name)) ? (access ?? 'every_key') : access;
    return { access: perhaps, limits: {}, warnings: [], reason };
  }
  const ended = [...new Set(here.map(({ name }) => name).filter((name) => OBSERVING.has(name)))];
  const warnings = [
    ...warnKeys(keyAuth.config),
    ...(counted?.warnings ?? []),
    ...ended.map((name) => `The plugin ${name}, which only looks on, ends with it.`),
  ];
  return { access, limits: counted?.limits ?? {}, warnings, reason: null };
}

function accessOf(keyAuth: KongPlugin | undefined, acl: KongPlugin | undefined): AccessRule | null {
  if (acl !== undefined && Array.isArray(acl.config.allow)) return { groups: acl.config.allow.map(String).sort() };
  return keyAuth === undefined ? null : 'every_key';
}

function whyUnknown(plugins: KongPlugin[]): string | null {
  const known = new Set(['key-auth', 'acl', 'rate-limiting']);
  const grouped = plugins.find(({ consumerGroup }) => consumerGroup !== null);
  if (grouped) return `Its plugin ${grouped.name} is for a group of consumers, which a plan cannot say.`;
  const unknown = plugins.find(({ name }) => !OBSERVING.has(name) && !known.has(name));
  return unknown ? `Its plugin ${unknown.name} changes calls in a way that Gatehouse cannot set up.` : null;
}

function whyOpen(keyAuth: KongPlugin | undefined): string | null {
  if (keyAuth === undefined) return 'It asks for no key. Gatehouse lets nobody in without one.';
  const { config } = keyAuth;
  if (!namesOf(config).includes('apikey') || config.key_in_header === false)
    return 'Its key is not read from the header apikey, where Gatehouse reads it.';
  if (set(config.anonymous)) return 'It lets callers without a key in as somebody anonymous.';
  if (config.run_on_preflight === false) return 'It lets OPTIONS calls in without a key.';
  return null;
}

function whyProtocols(plugins: KongPlugin[], protocols: string[]): string | null {
  const partial = plugins.find((plugin) => protocols.some((protocol) => !plugin.protocols.includes(protocol)));
  return partial ? `Its plugin ${partial.name} does not run for all protocols of its route.` : null;
}

function whyAcl({ deny, allow, always_use_authenticated_groups: authenticated }: Config): string | null {
  if (set(deny)) return 'It shuts groups out by name. Gatehouse lets subscribers in and nobody else.';
  if (!set(allow)) return 'Its acl plugin names no group.';
  return authenticated === true ? 'Its groups come from somewhere other than Kong.' : null;
}

function warnKeys(config: Config): string[] {
  const others = namesOf(config).filter((name) => name !== 'apikey');
  const hidden = config.hide_credentials === true ? '' : ' It does not receive the key any more.';
  return [
    ...(others.length > 0 ? [`Calls that send the key as ${others.join(' or ')} will be refused.`] : []),
    ...(config.key_in_query === false ? [] : ['Calls that send the key in the query will be refused.']),
    ...(config.key_in_body === true ? ['Calls that send the key in the body will be refused.'] : []),
    `The upstream is told other ids and names of consumers, groups and keys in its X-Consumer headers.${hidden}`,
  ];
}

/** Header names are the same in any case. */
function namesOf({ key_names: names }: Config): string[] {
  return Array.isArray(names) ? [...new Set(names.map((name) => String(name).toLowerCase()))] : ['apikey'];
}

export interface CountedLimits {
  limits: DesiredLimits;
  warnings: string[];
  reason: string | null;
}

/** The limits of a rate-limiting plugin, or why a plan cannot say them. */
export function readLimit({ config }: KongPlugin, ourPolicy: CounterPolicy): CountedLimits {
  const limits: DesiredLimits = {};
  for (const window of WINDOWS) if (typeof config[window] === 'number') limits[window] = config[window];
  return { limits, reason: whyLimit(config, limits), warnings: warnLimit(config, ourPolicy) };
}

function whyLimit(config: Config, limits: DesiredLimits): string | null {
  const by = config.limit_by ?? 'consumer';
  if (by !== 'consumer') return `It counts calls by ${String(by)}. A plan counts them by application.`;
  if (set(config.year)) return 'It limits calls per year, which a plan cannot say.';
  const isWhole = Object.values(limits).every((calls) => Number.isInteger(calls) && calls >= 1);
  return isWhole ? null : 'It limits calls to a number that is not whole, which a plan cannot say.';
}

function warnLimit(config: Config, ourPolicy: CounterPolicy): string[] {
  const shared = config.policy === 'redis' || config.policy === 'cluster';
  const changed =
    (config.error_code ?? 429) !== 429 ||
    (config.error_message ?? 'API rate limit exceeded') !== 'API rate limit exceeded';
  return [
    'The calls of the running windows are counted from nought.',
    ...(shared && ourPolicy === 'local' ? ['Calls will be counted by each node for itself, not by all together.'] : []),
    ...(changed ? ['Calls over the limit will be answered with status 429 and Kong’s usual message.'] : []),
    ...(config.hide_client_headers === true ? ['Answers will tell in their headers how many calls are left.'] : []),
    ...(config.fault_tolerant === false ? ['Calls will be let through while they cannot be counted.'] : []),
  ];
}

function set(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}
