import { sha256Hex, type Clock } from '#platform';
import type { Session } from './session.js';

const refreshBeforeMs = 30_000;
const rememberForMs = 60_000;

/**
 * Keeps sessions fresh. A refresh token is good once, so requests that arrive together with one token share one
 * refresh, and one that still carries the old cookie for a moment gets the session that was already made.
 */
export class SessionRefresher {
  private readonly recent = new Map<string, Promise<Session | undefined>>();

  /** @param refresh asks the API for a new session; undefined when the refresh token is no longer good */
  constructor(
    private readonly clock: Clock,
    private readonly refresh: (session: Session) => Promise<Session | undefined>,
  ) {}

  /** The session itself while its access token lasts, a new one when it does not, undefined when it has ended. */
  fresh(session: Session): Promise<Session | undefined> {
    const now = this.clock.now().getTime();
    if (session.accessTokenExpiresAtMs - refreshBeforeMs > now) return Promise.resolve(session);
    if (session.refreshTokenExpiresAtMs <= now) return Promise.resolve(undefined);
    const key = sha256Hex(session.refreshToken);
    const running = this.recent.get(key) ?? this.start(key, session);
    return running;
  }

  private start(key: string, session: Session): Promise<Session | undefined> {
    const running = this.refresh(session);
    this.recent.set(key, running);
    const forget = () => this.recent.delete(key);
    running.then(() => setTimeout(forget, rememberForMs).unref(), forget);
    return running;
  }
}
