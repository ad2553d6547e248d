import type { Visitor } from '../../http/visitor.js';
import { ApiUnreachable } from '../../api-client/api-problem.js';
import { rejected, subscription } from '../../samples/publisher.dto.js';
import { approvalsView } from './approvals.view.js';
import { WaitingCounts } from './waiting-counts.js';

describe('the approvals', () => {
  it('show the plan that is asked for beside the one in force', () => {
    const [request] = approvalsView('waiting', { items: [subscription], nextCursor: null }, undefined).requests;
    expect(request).toMatchObject({ open: true, planName: 'Gold', currentPlan: 'Free, 5 per minute, 1,000 per month' });
  });

  it('show of the decided ones only what somebody has decided, with the reason', () => {
    const automatic = { ...rejected, id: 'auto', decidedAt: null };
    const view = approvalsView('decided', { items: [rejected, automatic, subscription], nextCursor: null }, undefined);
    expect(view.requests).toMatchObject([
      { id: 'sub2', open: false, state: 'rejected', decision: '“Please use the export for this.”' },
    ]);
  });
});

describe('the mark in the navigation', () => {
  let nowMs = 0;
  let calls = 0;
  let fails = false;
  const visitor = (isSignedIn: boolean) => {
    const call = () => {
      calls++;
      return fails ? Promise.reject(new ApiUnreachable('away')) : Promise.resolve({ items: [1, 2], nextCursor: null });
    };
    const session = isSignedIn ? { user: { id: 'u1' } } : undefined;
    return { session, api: { call } } as unknown as Visitor;
  };
  const counts = new WaitingCounts({ now: () => new Date(nowMs) });

  it('asks nothing for who is not signed in', async () => {
    expect([await counts.of(visitor(false)), calls]).toEqual([0, 0]);
  });

  it('asks once in five seconds, and anew after a decision', async () => {
    expect([await counts.of(visitor(true)), await counts.of(visitor(true)), calls]).toEqual([2, 2, 1]);
    nowMs += 5_000;
    await counts.of(visitor(true));
    expect(calls).toBe(2);
    counts.forget('u1');
    await counts.of(visitor(true));
    expect(calls).toBe(3);
  });

  it('is left out when the API does not answer', async () => {
    fails = true;
    counts.forget('u1');
    expect(await counts.of(visitor(true))).toBe(0);
  });
});
