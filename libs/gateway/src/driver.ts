import type { Capabilities } from './capability-matrix.js';
import type { DesiredScope } from './desired-state.js';
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
  /** Every object on the gateway of the kinds that we know, ours and those of others. */
  listAll(): AsyncIterable<ListedObject>;
  /** The same body with each secret replaced by a short digest of it: fit to be kept and shown. Pure. */
  publicBody(body: Record<string, unknown>): Record<string, unknown>;
  /** Null where the data plane cannot be asked. */
  readonly probe: NodeProbe | null;
}
