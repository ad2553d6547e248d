import type { ScopeName } from './desired-state.js';

/** Names one object on a gateway. `kind` is the driver's word for it (a collection of the vendor's API). */
export interface RemoteRef {
  kind: string;
  id: string;
}

/** An object of ours; `subjectId` is the thing of ours that it stands for, where somebody waits for it: a credential. */
export interface OwnedRef extends RemoteRef {
  subjectId: string | null;
}

/** An object that a driver wishes to see on the gateway. */
export interface RemoteObject extends OwnedRef {
  /**
   * The object whose removal takes this one with it, on the gateway's side. It may belong to another scope: a limit of
   * an application hangs on a version.
   */
  parentId: string | null;
  /** Ids of objects that must be in place before this one; when one of them fails, this one is skipped. */
  needs: string[];
  /** What is sent, in the vendor's spelling. Lists that are sets stand in sorted order, so that equal wishes hash equal. */
  body: Record<string, unknown>;
}

/** An object as the gateway holds it. */
export interface StoredObject extends RemoteRef {
  parentId: string | null;
  /** What the gateway answered, freed by the driver from timestamps and echoes, sets in sorted order. */
  body: Record<string, unknown>;
}

/** An object as a list of everything on the gateway shows it. */
export interface ListedObject extends StoredObject {
  /** Whether it carries our mark. */
  owned: boolean;
  /** The scope that its mark names; null when it names none, or is not ours. */
  scope: ScopeName | null;
  /** What a person knows it by on the gateway: a name, or else the id. Never a key. */
  name: string;
}

/**
 * One remote object that we own, as the last push left it. When an object is deleted, the gateway takes its children
 * with it: the rows of all scopes of that gateway whose `parentId` is the deleted id go too.
 */
export interface InventoryRow {
  kind: string;
  remoteId: string;
  parentId: string | null;
  subjectId: string | null;
  /** Hash of the body that we sent. */
  wishedHash: string;
  /** Hash of what the gateway said it stored. */
  answeredHash: string;
}

/** An inventory row of an object that was just pushed. */
export interface AppliedRow extends InventoryRow {
  /** What the gateway said it stored, as JSON text without secrets: what a later look is compared with, field by field. */
  answered: string;
}

/**
 * The kinds of a gateway, in the order in which they are created; they are deleted the other way round. Removing an
 * object of a kind in `revocations` takes access away from somebody, so it goes before everything else.
 */
export interface KindOrder {
  kinds: readonly string[];
  revocations: readonly string[];
}
