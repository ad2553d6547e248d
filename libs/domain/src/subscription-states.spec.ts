import { decideSubscription, type SubscriptionEvent, type SubscriptionStanding } from './subscription-states.js';

type Standing = SubscriptionStanding;
const free = { id: 'free', approval: 'auto' } as const;
const basic = { id: 'basic', approval: 'auto' } as const;
const gold = { id: 'gold', approval: 'manual' } as const;
const silver = { id: 'silver', approval: 'manual' } as const;

const standing = (
  state: Standing['state'],
  planId: string | null,
  requestedPlanId: string | null = null,
): Standing => ({
  state,
  planId,
  requestedPlanId,
  reason: null,
});
const starts = {
  nothing: null,
  pending: standing('pending', null, 'gold'),
  active: standing('active', 'free'),
  'active, asking for gold': standing('active', 'free', 'gold'),
  suspended: { ...standing('suspended', 'free'), reason: 'abuse' },
  'suspended, asking for gold': { ...standing('suspended', 'free', 'gold'), reason: 'abuse' },
  rejected: { ...standing('rejected', null, 'gold'), reason: 'no' },
  cancelled: standing('cancelled', null),
} satisfies Record<string, Standing | null>;
type Start = keyof typeof starts;

const subscribe = (plan: { id: string; approval: 'auto' | 'manual' }): SubscriptionEvent => ({
  kind: 'subscribe',
  plan,
});
const because = (kind: 'reject' | 'suspend'): SubscriptionEvent => ({ kind, reason: 'words' });
const illegal = 'subscription.illegal_transition';
const exists = 'subscription.exists';

const table: [Start, SubscriptionEvent, Partial<Standing> | string][] = [
  ['nothing', subscribe(free), standing('active', 'free')],
  ['nothing', subscribe(gold), standing('pending', null, 'gold')],
  ['nothing', { kind: 'approve' }, illegal],
  ['nothing', because('reject'), illegal],
  ['nothing', because('suspend'), illegal],
  ['nothing', { kind: 'resume' }, illegal],
  ['nothing', { kind: 'cancel' }, illegal],
  ['pending', subscribe(free), standing('active', 'free')],
  ['pending', subscribe(gold), exists],
  ['pending', subscribe(silver), standing('pending', null, 'silver')],
  ['pending', { kind: 'approve' }, standing('active', 'gold')],
  ['pending', because('reject'), { ...standing('rejected', null, 'gold'), reason: 'words' }],
  ['pending', because('suspend'), illegal],
  ['pending', { kind: 'resume' }, illegal],
  ['pending', { kind: 'cancel' }, standing('cancelled', null)],
  ['active', subscribe(free), exists],
  ['active', subscribe(basic), standing('active', 'basic')],
  ['active', subscribe(gold), standing('active', 'free', 'gold')],
  ['active', { kind: 'approve' }, illegal],
  ['active', because('reject'), illegal],
  ['active', because('suspend'), { ...standing('suspended', 'free'), reason: 'words' }],
  ['active', { kind: 'resume' }, illegal],
  ['active', { kind: 'cancel' }, standing('cancelled', null)],
  ['active, asking for gold', subscribe(free), standing('active', 'free')],
  ['active, asking for gold', subscribe(gold), exists],
  ['active, asking for gold', subscribe(silver), standing('active', 'free', 'silver')],
  ['active, asking for gold', subscribe(basic), standing('active', 'basic')],
  ['active, asking for gold', { kind: 'approve' }, standing('active', 'gold')],
  ['active, asking for gold', because('reject'), { ...standing('active', 'free'), reason: 'words' }],
  ['active, asking for gold', because('suspend'), { ...standing('suspended', 'free', 'gold'), reason: 'words' }],
  ['active, asking for gold', { kind: 'cancel' }, standing('cancelled', null)],
  ['suspended', subscribe(gold), illegal],
  ['suspended', subscribe(basic), illegal],
  ['suspended', because('suspend'), illegal],
  ['suspended', { kind: 'resume' }, standing('active', 'free')],
  ['suspended', { kind: 'cancel' }, standing('cancelled', null)],
  ['suspended, asking for gold', { kind: 'approve' }, illegal],
  ['suspended, asking for gold', because('reject'), illegal],
  ['suspended, asking for gold', { kind: 'resume' }, standing('active', 'free', 'gold')],
  ['rejected', subscribe(gold), standing('pending', null, 'gold')],
  ['rejected', subscribe(free), standing('active', 'free')],
  ['rejected', { kind: 'approve' }, illegal],
  ['rejected', because('reject'), illegal],
  ['rejected', { kind: 'resume' }, illegal],
  ['rejected', { kind: 'cancel' }, illegal],
  ['cancelled', subscribe(gold), standing('pending', null, 'gold')],
  ['cancelled', subscribe(free), standing('active', 'free')],
  ['cancelled', { kind: 'approve' }, illegal],
  ['cancelled', { kind: 'cancel' }, illegal],
];

it.each(table)('%s, then %j', (start, event, outcome) => {
  const before = structuredClone(starts[start]);
  if (typeof outcome === 'string')
    expect(() => decideSubscription(starts[start], event)).toThrow(expect.objectContaining({ code: outcome }));
  else expect(decideSubscription(starts[start], event)).toEqual(outcome);
  expect(starts[start]).toEqual(before);
});
