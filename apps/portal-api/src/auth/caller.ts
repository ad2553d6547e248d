import { type Actor, Fault } from '#domain';

/** The Idempotency-Key of a POST and the fingerprint of what was asked under it. */
export interface IdempotencyRequest {
  key: string;
  fingerprint: string;
}

/** Who asks, and from where: what the audit log keeps of a request. */
export interface Caller {
  actor: Actor;
  /** What a person reads in the audit log: the mail address, or `anonymous`. */
  label: string;
  ip: string;
  requestId: string;
  /** The sign-in that the request belongs to; none for an anonymous caller. */
  sessionId?: string;
  idempotency?: IdempotencyRequest;
}

/** The signed-in actor of a caller, or `request.unauthenticated`. */
export function signedIn(caller: Caller): Exclude<Actor, 'anonymous'> {
  if (caller.actor === 'anonymous') throw new Fault('request.unauthenticated', 'Sign in first.');
  return caller.actor;
}

/** The system itself: what it does on its own is audited under this name. */
export const SYSTEM: Caller = { actor: 'anonymous', label: 'system', ip: '', requestId: '' };
