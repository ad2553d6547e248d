import { harmlessText } from './harmless-text.js';

/**
 * How a call to a gateway can go wrong, by what may be done next.
 *
 * - `unreachable`: nothing was sent. The gateway is away for every object, so a push stops.
 * - `unauthorized`: the gateway does not know our token. Every further call would fail, so a push stops.
 * - `refused`: the gateway looked at this object and said no. Sending it again changes nothing.
 * - `parent_missing`: refused because an object that it refers to is not there yet; a later push may succeed.
 * - `busy`: not taken now; try again, after `retryAfterMs` if the gateway named a time.
 * - `unknown_outcome`: a server error, a time-out, a cut or unreadable answer: it may have been done. Read back first.
 */
export type GatewayFaultKind =
  'unreachable' | 'unauthorized' | 'refused' | 'parent_missing' | 'busy' | 'unknown_outcome';

const maxFaultMessageChars = 500;

/** The one error that a driver's network methods reject with. `message` holds the gateway's own words, no secret. */
export class GatewayFault extends Error {
  override readonly name = 'GatewayFault';

  constructor(
    readonly kind: GatewayFaultKind,
    message: string,
    readonly details: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(harmlessText(message, maxFaultMessageChars), { cause: details.cause });
  }

  get status(): number | undefined {
    return this.details.status;
  }

  get retryAfterMs(): number | undefined {
    return this.details.retryAfterMs;
  }

  /** Whether the same wish may succeed at another time without anybody changing anything. */
  get retryable(): boolean {
    return this.kind !== 'refused' && this.kind !== 'unauthorized';
  }

  /** Whether the fault concerns the whole gateway and not one object. */
  get concernsWholeGateway(): boolean {
    return this.kind === 'unreachable' || this.kind === 'unauthorized';
  }
}
