import type { MeDto } from '#contract';
import type { Clock } from '#platform';
import { ApiProblem, ApiUnreachable } from '../api-client/api-problem.js';
import type { Visitor } from '../http/visitor.js';

const keepForMs = 15_000;
const maxUsers = 5_000;

/**
 * Who is in a team that owns services, and so sees Publish and Approvals. Teams take people in and let them go while
 * these are signed in, so it is asked anew every few seconds instead of standing in the session.
 */
export class Publishers {
  private readonly known = new Map<string, { isPublisher: boolean; atMs: number }>();

  constructor(private readonly clock: Clock) {}

  /** As it was when it was last asked: for pages that must not ask, because something just failed. */
  remembers({ session }: Pick<Visitor, 'session'>): boolean {
    return session !== undefined && (this.known.get(session.user.id)?.isPublisher ?? false);
  }

  /** When the API cannot say, it is as it was. */
  async includes({ session, api }: Pick<Visitor, 'session' | 'api'>): Promise<boolean> {
    if (session === undefined) return false;
    const { id, isAdmin } = session.user;
    if (isAdmin) return true;
    const nowMs = this.clock.now().getTime();
    const last = this.known.get(id);
    if (last !== undefined && nowMs - last.atMs < keepForMs) return last.isPublisher;
    try {
      const { memberships } = await api.call<MeDto>({ path: '/v1/me' });
      const isPublisher = memberships.some(({ teamKind }) => teamKind === 'provider');
      if (this.known.size >= maxUsers) this.known.clear();
      this.known.set(id, { isPublisher, atMs: nowMs });
      return isPublisher;
    } catch (error) {
      if (!(error instanceof ApiProblem || error instanceof ApiUnreachable)) throw error;
      return this.remembers({ session });
    }
  }
}
