import { GatewayFault, type RemoteRef, type StoredObject } from '#gateway';
import { canonicalBody } from './canonical-body.js';
import { isRecord } from './kong-fault.js';
import { parentIdOf } from './kong-objects.js';

/** What Kong answered about one entity, in our spelling. Rejects an answer that is about something else. */
export function storedObject(ref: RemoteRef, answer: unknown): StoredObject {
  if (!isRecord(answer) || answer.id !== ref.id) {
    throw new GatewayFault('unknown_outcome', 'The Admin API answered with something other than the object.');
  }
  return { kind: ref.kind, id: ref.id, parentId: parentIdOf(answer), body: withoutNulls(canonicalBody(answer)) };
}

/** A later Kong answers with more fields that are null, which is no change of the object. */
function withoutNulls(body: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(body).filter(([, value]) => value !== null);
  return Object.fromEntries(members.map(([name, value]) => [name, isRecord(value) ? withoutNulls(value) : value]));
}
