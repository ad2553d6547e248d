import type { ListedObject, ScopeName } from '#gateway';
import { isRecord } from './kong-fault.js';
import { scopeTagPrefix, type KongObjectMaker } from './kong-objects.js';
import { shortDigest } from './public-body.js';
import { storedObject } from './stored-object.js';

const scopeName = /^(gateway|watermark|(version|application):[0-9a-f-]{36})$/;

/** What a listing shows of one entity: whose it is, and a name that a person knows it by. */
export function listedObject(
  kind: string,
  entity: Record<string, unknown>,
  maker: KongObjectMaker,
  digestKey: Uint8Array,
): ListedObject {
  const tags = Array.isArray(entity.tags) ? entity.tags.map(String) : [];
  const owned = tags.includes(maker.installationTag);
  const stored = storedObject({ kind, id: String(entity.id) }, entity);
  return { ...stored, owned, scope: owned ? scopeOf(tags) : null, name: nameOf(kind, entity, digestKey) };
}

/** The scope that the tags name, unless somebody wrote something into them that is none. */
function scopeOf(tags: string[]): ScopeName | null {
  const scopes = tags.filter((tag) => tag.startsWith(scopeTagPrefix)).map((tag) => tag.slice(scopeTagPrefix.length));
  return scopes.length === 1 && scopeName.test(scopes[0] as string) ? (scopes[0] as ScopeName) : null;
}

function nameOf(kind: string, entity: Record<string, unknown>, digestKey: Uint8Array): string {
  if (kind === 'key-auths') return `key ${shortDigest(String(entity.key), digestKey)}`;
  if (kind === 'plugins') return entity.instance_name ? String(entity.instance_name) : pluginName(entity);
  const name = [entity.name, entity.username, entity.custom_id, entity.group].find((text) => typeof text === 'string');
  return String(name ?? entity.id);
}

/** `rate-limiting on a service for a consumer`, say. */
function pluginName({ name, route, service, consumer }: Record<string, unknown>): string {
  const places = [
    isRecord(route) && 'on a route',
    isRecord(service) && 'on a service',
    isRecord(consumer) && 'for a consumer',
  ];
  const words = places.filter((place) => place !== false);
  return [String(name), ...(words.length > 0 ? words : ['everywhere'])].join(' ');
}
