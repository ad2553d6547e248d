import { canonicalHash } from './canonical-hash.js';
import type { InventoryRow, KindOrder, OwnedRef, RemoteObject } from './remote-object.js';

/** What has to be done, in the order in which it is done. */
export interface ChangeSet {
  /**
   * Objects of others to delete that let in whom ours did. They go before everything of ours, so that a node that has
   * forgotten ours has heard of them, too.
   */
  unwanted: OwnedRef[];
  /** Deletes that take access away from somebody. */
  revocations: InventoryRow[];
  /** Objects to create or replace, parents first. */
  puts: RemoteObject[];
  /** All other deletes, children first. */
  deletes: InventoryRow[];
}

/**
 * Compares the wish with what the last push left. An object that was already sent with the same body is left out, so
 * nothing to do costs no request and one changed key costs one write.
 *
 * @param wished every object of one scope
 * @param inventory every row of the same scope
 * @param unwanted objects of others that have to go
 */
export function planChanges(
  wished: RemoteObject[],
  inventory: InventoryRow[],
  order: KindOrder,
  unwanted: OwnedRef[] = [],
): ChangeSet {
  const rank = rankOf(order);
  const known = new Map(inventory.map((row) => [keyOf(row.kind, row.remoteId), row]));
  const wishedKeys = new Set(wished.map((object) => keyOf(object.kind, object.id)));

  const puts = wished
    .filter((object) => known.get(keyOf(object.kind, object.id))?.wishedHash !== wishedHashOf(object))
    .sort((a, b) => rank(a.kind) - rank(b.kind));
  const gone = inventory
    .filter((row) => !wishedKeys.has(keyOf(row.kind, row.remoteId)))
    .sort((a, b) => rank(b.kind) - rank(a.kind));
  const revokes = (row: InventoryRow) => order.revocations.includes(row.kind);
  return { unwanted, revocations: gone.filter(revokes), puts, deletes: gone.filter((row) => !revokes(row)) };
}

/** The hash by which an object is recognised as already sent. */
export function wishedHashOf(object: RemoteObject): string {
  return canonicalHash(object.body);
}

function keyOf(kind: string, id: string): string {
  return `${kind} ${id}`;
}

/** Where a kind stands in a driver's order. */
export function rankOf(order: KindOrder): (kind: string) => number {
  return (kind) => {
    const index = order.kinds.indexOf(kind);
    if (index < 0) throw new TypeError(`The driver does not say where the kind ${kind} stands in its order.`);
    return index;
  };
}
