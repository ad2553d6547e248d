import type { GatewayFault } from './gateway-fault.js';
import { rankOf, type ChangeSet } from './plan-changes.js';
import type { InventoryRow, KindOrder, OwnedRef, RemoteObject } from './remote-object.js';

interface Order {
  /** The place of the change set that this belongs to. */
  set: number;
  /** Ids of objects whose own steps, where they were begun, have to end before this one begins. */
  after: string[];
  /** Ids of objects without which this one is not sent. */
  needs: string[];
}

/** One write of a push. */
export type Step = Order & ({ write: 'put'; object: RemoteObject } | { write: 'delete'; object: OwnedRef });

/** The steps of all change sets, in phases of which each begins when the one before it has ended. */
export function phasesOf(changeSets: readonly ChangeSet[], order: KindOrder): Step[][] {
  const rank = rankOf(order);
  const byRank = (a: Step, b: Step) => rank(a.object.kind) - rank(b.object.kind);
  const inAll = <T>(steps: (changes: ChangeSet, set: number) => T[]) => changeSets.flatMap(steps);
  const puts = inAll(({ puts }, set) => puts.map((object) => putStep(object, set)));
  const deletesOf = (rows: { row: InventoryRow; set: number }[]) => deleteSteps(rows).sort((a, b) => byRank(b, a));
  const unwanted = inAll(({ unwanted }, set) => unwanted.map((object) => removeStep(object, set)));
  const revocations = inAll(({ revocations }, set) => revocations.map((row) => ({ row, set })));
  const deletes = inAll(({ deletes }, set) => deletes.map((row) => ({ row, set })));
  return [unwanted, deletesOf(revocations), puts.sort(byRank), deletesOf(deletes)].filter((phase) => phase.length > 0);
}

/** Refused because of another object that has, say, the same name: which may be on its way out or in. */
export function deferrable(step: Step, fault: GatewayFault): boolean {
  return step.write === 'put' && fault.kind === 'refused' && fault.status === 409;
}

function putStep(object: RemoteObject, set: number): Step {
  const { parentId, needs } = object;
  // The parent may belong to another change set, and may stand there from an earlier push: it is waited for, not needed.
  return { write: 'put', object, set, needs, after: parentId === null ? needs : [parentId, ...needs] };
}

function removeStep(object: OwnedRef, set: number): Step {
  return { write: 'delete', object, set, needs: [], after: [] };
}

/** A child goes before its parent, which may refuse to go while it has children. */
function deleteSteps(rows: { row: InventoryRow; set: number }[]): Step[] {
  const children = new Map<string, string[]>();
  for (const { row } of rows) {
    if (row.parentId === null) continue;
    const siblings = children.get(row.parentId);
    if (siblings) siblings.push(row.remoteId);
    else children.set(row.parentId, [row.remoteId]);
  }
  return rows.map(({ row: { kind, remoteId, subjectId }, set }) => {
    return { ...removeStep({ kind, id: remoteId, subjectId }, set), after: children.get(remoteId) ?? [] };
  });
}
