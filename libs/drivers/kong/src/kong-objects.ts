import { deterministicId, type KindOrder, type RemoteObject, type ScopeName } from '#gateway';
import { canonicalBody } from './canonical-body.js';
import { isRecord } from './kong-fault.js';

/** The collections of the Admin API that hold our objects; `/<kind>/<id>` addresses each of them. */
export type KongKind = 'services' | 'consumers' | 'plugins' | 'acls' | 'key-auths' | 'routes';

/**
 * What guards comes before what opens: a route is the last thing of a version, so that it never stands without key-auth,
 * and a group or a key is given only after the limits stand.
 */
export const kongKindOrder: KindOrder = {
  kinds: ['services', 'consumers', 'plugins', 'acls', 'key-auths', 'routes'] satisfies KongKind[],
  revocations: ['key-auths', 'acls'] satisfies KongKind[],
};

/** Kinds that we never write and list all the same: what others have there stands beside ours. */
export const foreignKinds = ['upstreams', 'certificates', 'jwts', 'basic-auths'];

/** What stands before the scope's name in the tag that names it. */
export const scopeTagPrefix = 'gatehouse-scope:';

/** The tag that every object of every installation carries. */
export const gatehouseTag = 'gatehouse';

/** Makes the objects of one installation: their ids and their tags. */
export class KongObjectMaker {
  constructor(private readonly installationId: string) {}

  /** The tag that every object of this installation carries, and no other. */
  get installationTag(): string {
    return `gatehouse-${this.installation8}`;
  }

  /** Tells the names of two installations on one Kong apart. */
  get installation8(): string {
    return this.installationId.slice(0, 8);
  }

  id(kind: KongKind, ...naturalKey: string[]): string {
    return deterministicId(this.installationId, kind, ...naturalKey);
  }

  make(
    scope: ScopeName,
    kind: KongKind,
    id: string,
    body: Record<string, unknown>,
    needs: string[] = [],
  ): RemoteObject {
    const tags = [gatehouseTag, this.installationTag, `${scopeTagPrefix}${scope}`];
    const sent = canonicalBody({ ...body, tags });
    return { kind, id, subjectId: null, parentId: parentIdOf(sent), needs, body: sent };
  }
}

/** The id of the service, or else the consumer, that an entity goes away with. */
export function parentIdOf(entity: Record<string, unknown>): string | null {
  for (const parent of [entity.service, entity.consumer]) {
    if (isRecord(parent) && typeof parent.id === 'string') return parent.id;
  }
  return null;
}
