import type { SubscriptionPageDto } from '#contract';
import type { Clock } from '#platform';
import { ApiProblem, ApiUnreachable } from '../../api-client/api-problem.js';
import type { Visitor } from '../../http/visitor.js';

const keepForMs = 5_000;
const maxUsers = 5_000;
const countedAtMost = 99;

/** How many requests wait for somebody's decision, for the mark in the navigation: asked anew after some seconds. */
export class WaitingCounts {
  private readonly counts = new Map<string, { count: number; atMs: number }>();

  constructor(private readonly clock: Clock) {}

  /** For who may decide; a page is shown without the mark when the API cannot say. */
  async of({ session, api }: Visitor): Promise<number> {
    if (session === undefined) return 0;
    const nowMs = this.clock.now().getTime();
    const known = this.counts.get(session.user.id);
    if (known !== undefined && nowMs - known.atMs < keepForMs) return known.count;
    try {
      const query = { state: 'waiting', limit: countedAtMost };
      const { items } = await api.call<SubscriptionPageDto>({ path: '/v1/subscriptions', query });
      this.keep(session.user.id, items.length, nowMs);
      return items.length;
    } catch (error) {
      if (!(error instanceof ApiProblem || error instanceof ApiUnreachable)) throw error;
      return 0;
    }
  }

  /** After a decision: the next page counts anew. */
  forget(userId: string): void {
    this.counts.delete(userId);
  }

  private keep(userId: string, count: number, atMs: number): void {
    if (this.counts.size >= maxUsers) this.counts.clear();
    this.counts.set(userId, { count, atMs });
  }
}
