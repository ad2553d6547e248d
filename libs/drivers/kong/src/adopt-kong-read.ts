import { createHash } from 'node:crypto';
import { GatewayFault, type AdoptableCredential, type AdoptableGroup, type RemovedAccess } from '#gateway';
import { KeptCount, neededOf } from './adopt-kong-fields.js';
import { isRecord } from './kong-fault.js';
import { gatehouseTag, type KongObjectMaker } from './kong-objects.js';
import type { KongClient } from './kong.client.js';

export type KongEntity = Record<string, unknown>;

/** What others have put on a Kong, without any key. */
export interface ForeignKong {
  services: KongEntity[];
  routes: KongEntity[];
  consumers: KongEntity[];
  plugins: KongEntity[];
  /** The three by the id of the consumer. */
  groups: Map<string, AdoptableGroup[]>;
  keys: Map<string, AdoptableCredential[]>;
  otherCredentials: Map<string, string[]>;
  /** Names that stand for several targets where a service names its host. */
  upstreams: Set<string>;
  /** What other installations of Gatehouse have put there: theirs alone to change, and in the way like anything else. */
  otherGatehouses: Record<PlacedKind, KongEntity[]>;
}

const PLACED_KINDS = ['services', 'routes', 'consumers', 'plugins'] as const;
type PlacedKind = (typeof PLACED_KINDS)[number];

/** Ways to prove who calls that we do not take over; a consumer's go away with the consumer. */
const OTHER_CREDENTIALS = { jwts: 'JWT', 'basic-auths': 'basic-auth', 'hmac-auths': 'HMAC', oauth2: 'OAuth 2.0' };

/** Eight characters of a key this long still leave nothing to guess. */
const SHOWN_FROM_LENGTH = 20;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads everything on a Kong that is not ours. Each key becomes its digests at once and is then forgotten.
 *
 * @param removed is read as if it stood
 */
export async function readForeignKong(
  client: KongClient,
  maker: KongObjectMaker,
  removed: RemovedAccess = { credentials: [], groups: [] },
): Promise<ForeignKong> {
  const count = new KeptCount();
  const found = nothing();
  // Page by page: nothing of an entity is held on to but what `keep` makes of it.
  const each = async <Kept>(
    collection: string,
    keep: (entity: KongEntity) => Kept,
    take: (kept: Kept, entity: KongEntity) => void,
  ): Promise<void> => {
    for await (const entity of client.list(collection, null)) {
      const tags: unknown[] = Array.isArray(entity.tags) ? entity.tags : [];
      if (tags.includes(maker.installationTag)) continue;
      if (!UUID.test(String(entity.id))) throw oddId();
      const isOthers = tags.includes(gatehouseTag);
      if (isOthers && !isPlaced(collection)) continue;
      const kept = keep(entity);
      count.add(kept);
      if (isOthers && isPlaced(collection)) found.otherGatehouses[collection].push(kept as KongEntity);
      else take(kept, entity);
    }
  };
  for (const kind of PLACED_KINDS)
    await each(
      kind,
      (entity) => neededOf(kind, entity),
      (entity) => found[kind].push(entity),
    );
  await each('acls', groupOf, (group, { consumer }) => push(found.groups, idOf(consumer), group));
  await each('key-auths', withoutKey, (key, { consumer }) => push(found.keys, idOf(consumer), key));
  for (const { consumer, ...group } of removed.groups) pushNew(found.groups, consumer, group);
  for (const { consumer, ...credential } of removed.credentials) pushNew(found.keys, consumer, credential);
  for (const [collection, name] of Object.entries(OTHER_CREDENTIALS)) {
    if (!(await has(client, collection))) continue;
    await each(collection, ownerOf, (owner) => push(found.otherCredentials, owner, name));
  }
  if (await has(client, 'upstreams')) await each('upstreams', nameOf, (name) => found.upstreams.add(name));
  return found;
}

function nothing(): ForeignKong {
  return {
    services: [],
    routes: [],
    consumers: [],
    plugins: [],
    groups: new Map(),
    keys: new Map(),
    otherCredentials: new Map(),
    upstreams: new Set(),
    otherGatehouses: { services: [], routes: [], consumers: [], plugins: [] },
  };
}

function isPlaced(collection: string): collection is PlacedKind {
  return (PLACED_KINDS as readonly string[]).includes(collection);
}

/** Not every Kong has every collection: a plugin that is switched off takes its own along. */
async function has(client: KongClient, collection: string): Promise<boolean> {
  return (await client.get(`/${collection}?size=1`)) !== null;
}

function oddId(): GatewayFault {
  return new GatewayFault(
    'refused',
    'The Admin API lists an object whose id is no UUID, so nothing can be taken over.',
  );
}

/** Adds what is not there: it may not have gone after all. */
function pushNew<Value extends { key: string }>(lists: Map<string, Value[]>, key: string, value: Value): void {
  if (!lists.get(key)?.some((known) => known.key === value.key)) push(lists, key, value);
}

/** Adds to the list of a key. */
export function push<Value>(lists: Map<string, Value[]>, key: string | null, value: Value): void {
  if (key === null) return;
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function groupOf({ id, group }: KongEntity): AdoptableGroup {
  return { key: String(id), name: String(group) };
}

function ownerOf({ consumer }: KongEntity): string | null {
  return idOf(consumer);
}

function nameOf({ name }: KongEntity): string {
  return String(name);
}

function withoutKey({ id, key, ttl }: KongEntity): AdoptableCredential {
  const text = String(key);
  const digest = (algorithm: string): string => createHash(algorithm).update(text, 'utf8').digest('hex');
  const isShown = text.length >= SHOWN_FROM_LENGTH;
  return {
    key: String(id),
    digests: { sha1: digest('sha1'), sha256: digest('sha256') },
    prefix: isShown ? text.slice(0, 4) : '',
    lastFour: isShown ? text.slice(-4) : '',
    expiresInSeconds: typeof ttl === 'number' && ttl > 0 ? ttl : null,
  };
}

/** The id in a reference such as `{id}`; null when there is none. */
export function idOf(reference: unknown): string | null {
  return isRecord(reference) && typeof reference.id === 'string' ? reference.id : null;
}
