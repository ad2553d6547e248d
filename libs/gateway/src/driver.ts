import type { AdoptionReader } from './adoption.js';
import type { Capabilities } from './capability-matrix.js';
import type { DesiredScope } from './desired-state.js';
import type { FoundChange } from './found-change.js';
import type { GatewayFault } from './gateway-fault.js';
import type { NodeProbe } from './node-probe.js';
import type { KindOrder, ListedObject, RemoteObject, RemoteRef, StoredObject } from './remote-object.js';

/** What a gateway says about itself. `fault` tells why it is not reachable. */
export interface GatewayInfo {
  reachable: boolean;
  version: string | null;
  edition: string | null;
  /** Whether objects are written one by one, or all of them together as one document. */
  writes: WriteMode;
  fault: GatewayFault | null;
}

export type WriteMode = 'objects' | 'document';

/**
 * Speaks one vendor's control plane. A driver translates and transports; it never compares, orders or retries. Every
 * method that goes over the network rejects with a `GatewayFault` and with nothing else.
 */
export interface GatewayDriver {
  /** The vendor's name in our words. */
  readonly kind: string;
  /** A driver that writes documents is a `DocumentDriver`. */
  readonly writes: WriteMode;
  readonly capabilities: Capabilities;
  readonly kindOrder: KindOrder;
  /** The objects that a scope consists of. Pure: equal wishes give equal objects with equal ids. */
  toObjects(desired: DesiredScope): RemoteObject[];
  /** Asks the gateway for its version. Never rejects. */
  check(): Promise<GatewayInfo>;
  /** Creates or fully replaces one object and returns what the gateway says it stored. Repeating it does no harm. */
  put(object: RemoteObject): Promise<StoredObject>;
  /** One object as it stands, or null when there is none. */
  read(ref: RemoteRef): Promise<StoredObject | null>;
  /** Deletes one object; one that is gone already is a success. */
  remove(ref: RemoteRef): Promise<void>;
  /** Every object on the gateway that carries our mark, whatever its scope. */
  list(): AsyncIterable<StoredObject>;
  /**
   * Every object on the gateway of the kinds that we know, ours and those of others.
   *
   * @param beforePage called before the gateway is asked for more; throws when it must not be
   */
  listAll(beforePage?: () => void): AsyncIterable<ListedObject>;
  /** The same body with each secret replaced by a short digest of it: fit to be kept and shown. Pure. */
  publicBody(body: Record<string, unknown>): Record<string, unknown>;
  /**
   * What a version's object says that was changed by hand, or why the catalogue cannot say the same. `paths` are the
   * fields that differ. Pure.
   */
  foundChange(kind: string, found: Record<string, unknown>, paths: readonly string[]): FoundChange;
  /** Null where the data plane cannot be asked. */
  readonly probe: NodeProbe | null;
  /** Null where nothing of others can be taken over. */
  readonly adoption: AdoptionReader | null;
}

/** The gateway took all objects, or refused some of them and took none. */
export type DocumentAnswer = { hash: string } | { refused: RefusedObject[] };

/** `message` is in the gateway's own words. */
export interface RefusedObject extends RemoteRef {
  message: string;
}

/** Speaks to a gateway that is written to as a whole. */
export interface DocumentDriver extends GatewayDriver {
  readonly writes: 'document';
  /**
   * Makes these objects all that we have on the gateway, in one write; objects of others stay as they are. Repeating it
   * does no harm.
   *
   * @param beforeWrite awaited right before the write, however long it took to prepare it; rejects when it must not be
   */
  replaceDocument(objects: readonly RemoteObject[], beforeWrite?: () => Promise<void>): Promise<DocumentAnswer>;
}

/** Whether a driver writes documents. */
export function isDocumentDriver(driver: GatewayDriver): driver is DocumentDriver {
  return driver.writes === 'document';
}
