import type {
  DeploymentChoicesDto,
  EnvironmentListDto,
  GatewayDto,
  MeDto,
  PlanDto,
  ServiceDto,
  SubscriptionDto,
  SyncStatusDto,
  TeamDetailDto,
  UsageDto,
  VersionDto,
} from '#contract';

/** What the API answers a provider team and an admin: the ground of their sample pages and of their specs. */
const at = '2026-11-20T10:00:00Z';

export const me: MeDto = {
  user: { id: 'u1', email: 'mara@example.com', displayName: 'Mara Lindqvist', platformRole: 'admin' },
  memberships: [{ teamId: 't1', teamSlug: 'commerce', teamName: 'Commerce', teamKind: 'provider', role: 'owner' }],
};

export const service: ServiceDto = {
  id: 's1',
  slug: 'orders',
  name: 'Orders',
  summary: 'Place, follow and cancel orders.',
  description: 'Orders of the **shop**.',
  visibility: 'public',
  exposure: 'external',
  owner: { id: 't1', slug: 'commerce', name: 'Commerce' },
  versions: [
    { ...endingV1, publishedAt: at },
    { name: 'v2', state: 'published', publishedAt: at, ...nothingPlanned },
    { name: 'v3', state: 'draft', publishedAt: null, ...nothingPlanned },
  ],
  subscribed: false,
  revision: 3,
  editable: true,
  createdAt: at,
  updatedAt: at,
};
import { endingV1, goesOn, nothingPlanned } from './lifecycle.dto.js';

const onGateway = (state: SyncStatusDto['state'], gatewayName: string, error: string | null = null): SyncStatusDto => ({
  gatewayId: `g-${gatewayName}`,
  gatewayName,
  environment: 'live',
  state,
  wishedAt: at,
  takenAt: state === 'confirmed' || state === 'taken' ? at : null,
  confirmedAt: state === 'confirmed' ? at : null,
  nodes: { total: 3, confirmed: state === 'confirmed' ? 3 : state === 'taken' ? 2 : 0, unreachable: 0 },
  gatewayReachable: true,
  error,
  retryAt: error === null ? null : at,
});

export const version: VersionDto = {
  id: 'v2',
  serviceSlug: 'orders',
  name: 'v2',
  state: 'published',
  basePath: '/orders/v2',
  hosts: ['api.example.com'],
  upstreamUrl: 'http://orders.internal:8080',
  callUrls: ['http://127.0.0.1:8000/orders/v2'],
  spec: {
    hash: 'ab12',
    format: 'yaml',
    byteLength: 18_200,
    openapi: '3.1',
    title: 'Orders',
    docVersion: '2.4.0',
    summary: '',
    description: '',
    operationCount: 214,
    warnings: [{ pointer: '#/paths/~1orders/get', message: 'The operation has no summary.' }],
  },
  revisions: [
    { number: 2, hash: 'ab12', fileName: 'orders.yaml', createdAt: at },
    { number: 1, hash: 'cd34', fileName: 'orders.yaml', createdAt: at },
  ],
  deployments: [
    onGateway('confirmed', 'Frankfurt'),
    onGateway('taken', 'Dublin'),
    onGateway('failed', 'Oslo', 'schema violation (paths: should start with: /)'),
  ],
  publishedAt: at,
  ...goesOn,
  revision: 4,
  editable: true,
};

export const draft: VersionDto = {
  ...version,
  id: 'v3',
  name: 'v3',
  state: 'draft',
  basePath: '/orders/v3',
  hosts: [],
  upstreamUrl: null,
  callUrls: [],
  spec: null,
  revisions: [],
  deployments: [],
  publishedAt: null,
};

export const operations = {
  items: [
    { method: 'GET', path: '/orders', operationId: 'list', summary: 'List orders', tags: [], deprecated: false },
    { method: 'DELETE', path: '/orders/{id}', operationId: null, summary: 'Cancel one', tags: [], deprecated: true },
  ],
  nextCursor: 'more',
};

export const environments: EnvironmentListDto = {
  items: [
    {
      id: 'e1',
      slug: 'live',
      name: 'Live',
      keyLetter: 'l',
      gateways: [
        { id: 'g1', name: 'Frankfurt', reachable: true },
        { id: 'g2', name: 'Dublin', reachable: false },
        { id: 'g3', name: 'Oslo', reachable: null },
      ],
    },
  ],
};

const choice = (gatewayId: string, gatewayName: string, chosen: boolean, unableBecause: string | null = null) => ({
  gatewayId,
  gatewayName,
  environment: 'live',
  chosen,
  unableBecause,
});
export const choices: DeploymentChoicesDto = {
  revision: 4,
  everywhere: false,
  gateways: [
    choice('g1', 'Frankfurt', true),
    choice('g2', 'Dublin', true),
    choice('g3', 'Oslo', false, 'It cannot keep two limits of different windows at once.'),
  ],
};

export const free: PlanDto = {
  id: 'p1',
  slug: 'free',
  name: 'Free',
  description: 'For trying it.',
  approval: 'auto',
  limits: { minute: 5, month: 1000 },
  limitsText: '5 per minute, 1,000 per month',
  archivedAt: null,
  revision: 2,
  warnings: ['On Frankfurt the month is counted from the first call.'],
  sync: [
    { gatewayId: 'g1', gatewayName: 'Frankfurt', environment: 'live', total: 40, pending: 0, taken: 0 },
    { gatewayId: 'g2', gatewayName: 'Dublin', environment: 'live', total: 40, pending: 2, taken: 3 },
  ],
};
export const gold: PlanDto = {
  ...free,
  id: 'p2',
  slug: 'gold',
  name: 'Gold',
  approval: 'manual',
  limits: { minute: 600 },
  limitsText: '600 per minute',
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
  decidedAt: null,
  decisionReason: null,
  sync: [],
  decidable: true,
  createdAt: at,
};
export const rejected: SubscriptionDto = {
  ...subscription,
  id: 'sub2',
  applicationName: 'Price watcher',
  state: 'rejected',
  plan: gold,
  requestedPlan: null,
  decidedAt: at,
  decisionReason: 'Please use the export for this.',
};

export const gateway: GatewayDto = {
  id: 'g1',
  slug: 'frankfurt',
  name: 'Frankfurt',
  kind: 'kong',
  environment: 'live',
  proxyUrl: 'https://api.example.com',
  adminUrl: 'http://10.0.4.2:8001',
  version: '3.9.3',
  reachable: true,
  checkedAt: at,
  checkError: null,
  pending: 0,
  failed: 0,
  objects: 4410,
  edition: 'open source',
  writes: 'objects',
  driftPolicy: 'report',
  takesEverything: true,
  nodes: [{ url: 'https://api.example.com', reachable: true, checkedAt: at, error: null, upToDate: true }],
  sweptAt: at,
  sweepError: null,
  drifted: 0,
  driftLeftOut: 0,
  owned: [
    { kind: 'services', count: 10 },
    { kind: 'consumers', count: 4400 },
  ],
  foreign: [{ kind: 'routes', count: 12 }],
  run: null,
  failures: [],
  revision: 1,
};
export const failingGateway: GatewayDto = {
  ...gateway,
  id: 'g2',
  slug: 'dublin',
  name: 'Dublin',
  reachable: false,
  checkError: 'connect ECONNREFUSED 10.0.8.2:8001',
  pending: 3,
  failed: 2,
  failures: [
    {
      scope: 'version:v2',
      label: 'Orders v2',
      error: '400 schema violation (config.minute: expected a number)',
      failedAt: at,
      retryAt: at,
      stopped: false,
    },
  ],
};

export const team: TeamDetailDto = {
  id: 't1',
  slug: 'commerce',
  name: 'Commerce',
  kind: 'provider',
  createdAt: at,
  revision: 5,
  members: [
    { userId: 'u1', displayName: 'Mara Lindqvist', email: 'mara@example.com', role: 'owner' },
    { userId: 'u2', displayName: 'Jo Abara', email: 'jo@example.com', role: 'member' },
  ],
};

export const usage: UsageDto = {
  range: '24h',
  grain: 'hour',
  from: '2026-11-19T10:00:00Z',
  to: at,
  points: Array.from({ length: 24 }, (_, hour) => ({
    start: new Date(Date.UTC(2026, 10, 19, 10 + hour)).toISOString(),
    success: 300 + 20 * (hour % 7),
    clientError: hour % 3,
    unauthorised: hour % 5,
    limited: hour > 18 ? 30 : 0,
    serverError: hour === 4 ? 12 : 0,
  })),
  totals: {
    calls: 8_951,
    success: 8_700,
    clientError: 24,
    unauthorised: 65,
    limited: 150,
    serverError: 12,
    console: 0,
    latencyMeanMs: 41.6,
    latencyMaxMs: 902,
  },
  topOperations: [{ label: 'v2: GET /orders', key: null, calls: 7_000, errors: 90, latencyMeanMs: 31 }],
  topApplications: [{ label: 'Checkout worker', key: 'a1', calls: 8_000, errors: 0, latencyMeanMs: 40 }],
  topServices: [{ label: 'Orders', key: 'orders', calls: 8_951, errors: 1, latencyMeanMs: null }],
};
