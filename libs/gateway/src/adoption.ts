import type { DesiredCredential, DesiredLimits } from './desired-state.js';
import type { RemoteRef } from './remote-object.js';

/** So many objects of others are read at most, and so much is kept of them, counted as JSON: it lies in memory at once. */
export const MAX_ADOPTED_OBJECTS = 200_000;
export const MAX_ADOPTED_BYTES = 64 * 1024 * 1024;

/** Who is let in to a service: whoever has a key, or the consumers of any of these groups. */
export type AccessRule = 'every_key' | { groups: string[] };

/** One address of somebody else's that ours can serve just the same. */
export interface AdoptableService {
  /** Names it within its gateway; the same at every reading. */
  key: string;
  /** Its name on the gateway. */
  foundAs: string;
  basePath: string;
  hosts: string[];
  /** With the base path cut off before the call goes there. */
  upstreamUrl: string;
  access: AccessRule;
  /** For whoever has no limits of its own; empty is without limit. */
  limits: DesiredLimits;
  /** What will be otherwise than today, in sentences. */
  warnings: string[];
  /** What sends calls to it: removed first. */
  route: RemoteRef;
  /** What the route hangs on: goes when none of its routes is left. */
  parent: RemoteRef;
}

/** A key that its holder may go on using, by its digests. The key itself is forgotten as soon as it is read. */
export interface AdoptableCredential {
  /** Its id on the gateway. */
  key: string;
  digests: DesiredCredential['digests'];
  /** What may be shown of it; empty where the key is so short that this would give it away. */
  prefix: string;
  lastFour: string;
  expiresInSeconds: number | null;
}

/** A group that its members' keys open services with. */
export interface AdoptableGroup {
  /** The id of the membership on the gateway. */
  key: string;
  name: string;
}

/** What we have removed of a caller ourselves, while it was being taken over. */
export interface RemovedAccess {
  credentials: (AdoptableCredential & { consumer: string })[];
  groups: (AdoptableGroup & { consumer: string })[];
}

/** A caller of somebody else's gateway. */
export interface AdoptableConsumer {
  key: string;
  foundAs: string;
  customId: string | null;
  groups: AdoptableGroup[];
  credentials: AdoptableCredential[];
  /** By the key of a service: where it has other limits than the service's own. */
  limits: Record<string, DesiredLimits>;
  /** Why it cannot be taken over, and with it no service that it may call. */
  blocked: string | null;
  /** Why it has to stay on the gateway although its keys are taken over. */
  stays: string | null;
}

/** Something that stays as it is, and why. */
export interface NotAdopted {
  kind: string;
  name: string;
  reason: string;
}

/** A route that stays: who comes in through it must stay, too. Null: it asks nobody who he is. */
export interface RemainingRoute {
  parent: RemoteRef | null;
  access: AccessRule | null;
}

/** What stands on a gateway and is not ours, as far as it can be taken over. In an order that depends on nothing but it. */
export interface AdoptableGateway {
  services: AdoptableService[];
  consumers: AdoptableConsumer[];
  remaining: RemainingRoute[];
  notAdopted: NotAdopted[];
  /** Names on the gateway that ours must not have. */
  namesInUse: string[];
  /** The vendor's words for a caller, for its key and for its being in a group. */
  kinds: { consumer: string; credential: string; group: string };
}

/** Reads what others have put on a gateway. Rejects with a `GatewayFault` and with nothing else. */
export interface AdoptionReader {
  /**
   * Beyond MAX_ADOPTED_OBJECTS and MAX_ADOPTED_BYTES it refuses.
   *
   * @param removed is read as if it stood, because that it went is no change by others
   */
  read(removed?: RemovedAccess): Promise<AdoptableGateway>;
}
