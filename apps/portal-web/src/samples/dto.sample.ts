import type {
  ApplicationDto,
  CredentialDto,
  CredentialSyncDto,
  EnvironmentDto,
  MeDto,
  PlanDto,
  ServiceDto,
  SubscriptionDto,
  TeamDetailDto,
  VersionDto,
} from '#contract';
import { endingV1, goesOn, nothingPlanned } from './lifecycle.dto.js';

const at = '2026-11-21T16:22:00Z';
const nodes = { total: 3, confirmed: 2, unreachable: 0 };

export const owner = { id: 't1', slug: 'commerce', name: 'Commerce' };

export const service: ServiceDto = {
  id: 's1',
  slug: 'orders',
  name: 'Orders',
  summary: 'Place, follow and cancel orders; the source of truth for everything a customer has bought.',
  description: 'An order goes from `placed` over `paid` to **delivered**.',
  visibility: 'private',
  exposure: 'external',
  owner,
  versions: [
    { ...endingV1, publishedAt: '2025-03-02T08:00:00Z' },
    { name: 'v2', state: 'published', publishedAt: '2026-03-02T08:00:00Z', ...nothingPlanned },
  ],
  subscribed: true,
  revision: 3,
  editable: true,
  createdAt: at,
  updatedAt: at,
};

const plan = (slug: string, name: string, over: Partial<PlanDto>): PlanDto => ({
  id: slug,
  slug,
  name,
  description: '',
  approval: 'auto',
  limits: {},
  limitsText: 'no limit',
  archivedAt: null,
  revision: 1,
  ...over,
});

export const free = plan('free', 'Free', {
  description: 'To try it out.',
  limits: { minute: 5, month: 1000 },
  limitsText: '5 per minute, 1,000 per month',
});
export const gold = plan('gold', 'Gold', {
  description: 'For programs that people wait for.',
  approval: 'manual',
  limits: { minute: 600 },
  limitsText: '600 per minute',
});

const sync = (state: CredentialSyncDto['state'], over: Partial<CredentialSyncDto> = {}): CredentialSyncDto => ({
  gatewayId: 'g1',
  gatewayName: 'Kong, Frankfurt',
  environment: 'live',
  state,
  wishedAt: at,
  takenAt: null,
  confirmedAt: null,
  nodes: { total: 1, confirmed: 0, unreachable: 0 },
  gatewayReachable: true,
  error: null,
  retryAt: null,
  liveAt: null,
  removedAt: null,
  ...over,
});

export const version: VersionDto = {
  id: 'v2',
  serviceSlug: 'orders',
  name: 'v2',
  state: 'published',
  basePath: '/orders/v2',
  hosts: [],
  upstreamUrl: 'http://orders.internal',
  callUrls: ['https://api.example.com/orders/v2'],
  spec: {
    hash: 'a1',
    format: 'yaml',
    byteLength: 214_000,
    openapi: '3.1',
    title: 'Orders',
    docVersion: '2.4.0',
    summary: 'Orders of the shop.',
    description: 'Every order has an `id` that never changes.',
    operationCount: 7,
    warnings: [],
  },
  revisions: [{ number: 1, hash: 'a1', fileName: 'orders.yaml', createdAt: at }],
  deployments: [sync('confirmed', { confirmedAt: at }), sync('taken', { gatewayName: 'Kong, Dublin', nodes })],
  publishedAt: '2026-03-02T08:00:00Z',
  ...goesOn,
  revision: 2,
  editable: true,
};

export const application: ApplicationDto = {
  id: 'a1',
  name: 'Checkout worker',
  description: 'Takes the basket through payment and into packing.',
  teamId: 't2',
  teamName: 'Web shop',
  revision: 1,
  editable: true,
  createdAt: '2026-02-11T10:00:00Z',
};

export const subscription: SubscriptionDto = {
  id: 'sub1',
  applicationId: 'a1',
  applicationName: 'Checkout worker',
  teamName: 'Web shop',
  serviceSlug: 'orders',
  serviceName: 'Orders',
  state: 'active',
  plan: free,
  requestedPlan: gold,
  requestedAt: at,
  decidedAt: at,
  decisionReason: null,
  sync: [sync('confirmed', { confirmedAt: at, nodes: { total: 3, confirmed: 2, unreachable: 1 } })],
  decidable: false,
  createdAt: at,
};

export const suspended: SubscriptionDto = {
  ...subscription,
  id: 'sub2',
  serviceSlug: 'payments',
  serviceName: 'Payments',
  state: 'suspended',
  requestedPlan: null,
  decisionReason: 'Too many failed payments; call us.',
};

export const key: CredentialDto = {
  id: 'k1',
  name: 'production',
  environment: 'live',
  prefix: 'ghl7Qe',
  lastFour: 'x9Za',
  state: 'active',
  createdAt: '2026-02-11T10:02:00Z',
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: at,
  gateways: [sync('confirmed', { liveAt: at, confirmedAt: at })],
};

export const pendingKey: CredentialDto = {
  ...key,
  id: 'k2',
  name: 'build server',
  gateways: [sync('taken', { takenAt: at, nodes })],
};

export const revokedKey: CredentialDto = {
  ...key,
  id: 'k3',
  name: 'old laptop',
  state: 'revoked',
  revokedAt: at,
  gateways: [
    sync('confirmed', { liveAt: at, removedAt: at }),
    sync('taken', { gatewayName: 'Kong, Dublin', takenAt: at, nodes }),
    sync('pending', { gatewayName: 'Kong, Oslo', gatewayReachable: false, retryAt: at }),
  ],
};

export const environments: EnvironmentDto[] = [
  { id: 'e1', slug: 'live', name: 'Live', keyLetter: 'l', gateways: [] },
  { id: 'e2', slug: 'test', name: 'Test', keyLetter: 't', gateways: [] },
];

export const team: TeamDetailDto = {
  id: 't2',
  slug: 'web-shop',
  name: 'Web shop',
  kind: 'developer',
  createdAt: at,
  revision: 1,
  members: [
    { userId: 'u1', displayName: 'Mara Lindqvist', email: 'mara@example.com', role: 'owner' },
    { userId: 'u2', displayName: 'Jo Abara', email: 'jo@example.com', role: 'member' },
  ],
};

export const me: MeDto = {
  user: { id: 'u1', email: 'mara@example.com', displayName: 'Mara Lindqvist', platformRole: 'member' },
  memberships: [
    { teamId: 't0', teamSlug: 'mara', teamName: 'Mara Lindqvist', teamKind: 'personal', role: 'owner' },
    { teamId: 't2', teamSlug: 'web-shop', teamName: 'Web shop', teamKind: 'developer', role: 'owner' },
  ],
};
