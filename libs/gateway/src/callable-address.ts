import type { LookupFunction } from 'node:net';

/** An address that may be called. */
export interface CallableAddress {
  url: URL;
  /** For node:http: asked once a connection, and answers only with what may be connected to. */
  lookup: LookupFunction;
}

/**
 * Whoever makes a driver decides by this what it may connect to: an address with an IP address in it is judged at once, a
 * name when `lookup` resolves it. A refusal of either is a GatewayFault `unreachable`, whose message says why.
 */
export type CheckAddress = (address: string) => CallableAddress;
