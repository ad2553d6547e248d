import type { AdoptionDto, CapabilityDto, DriftDto, GatewayDto, GatewayNodeDto, TeamDto } from '#contract';
import { failingGateway, gateway } from './publisher.dto.js';

/** What the API answers an admin about gateways: the ground of their sample pages and of their specs. */
const at = '2026-11-20T10:00:00Z';

const node = (url: string, over: Partial<GatewayNodeDto> = {}): GatewayNodeDto => ({
  url,
  reachable: true,
  checkedAt: at,
  error: null,
  upToDate: true,
  ...over,
});

/** Three nodes of which one is away, a push of much under way, drift and failures. */
export const busyGateway: GatewayDto = {
  ...gateway,
  id: 'g3',
  slug: 'oslo',
  name: 'Oslo',
  edition: 'enterprise',
  nodes: [
    node('https://node-1.oslo.example.com:8443'),
    node('https://node-2.oslo.example.com:8443', { upToDate: false }),
    node('https://node-3.oslo.example.com:8443', {
      reachable: false,
      upToDate: false,
      error: 'The node did not answer within 2 seconds.',
    }),
  ],
  pending: 10_001,
  failed: 1,
  failures: failingGateway.failures,
  drifted: 3,
  run: {
    reason: 'refilled',
    startedAt: at,
    finishedAt: null,
    total: 48_000,
    done: 31_200,
    objectsWritten: 64_120,
    rate: 412.4,
    secondsLeft: 84,
  },
};

/** What the brake holds back. */
export const stoppedGateway: GatewayDto = {
  ...gateway,
  id: 'g4',
  slug: 'bergen',
  name: 'Bergen',
  pending: 2,
  failed: 1,
  failures: [
    {
      scope: 'gateway',
      label: 'What all versions share',
      error: 'This change would delete 60 of the 100 objects on the gateway.',
      failedAt: at,
      retryAt: null,
      stopped: true,
    },
  ],
};

/** Nothing is known of it yet. */
export const newGateway: GatewayDto = {
  ...gateway,
  id: 'g5',
  slug: 'turku',
  name: 'Turku',
  version: null,
  edition: null,
  writes: null,
  reachable: null,
  checkedAt: null,
  nodes: [node('https://turku.example.com', { reachable: null, checkedAt: null, upToDate: false })],
  sweptAt: null,
  objects: 0,
  owned: [],
  foreign: [],
};

const drift = (over: Partial<DriftDto>): DriftDto => ({
  objectId: '0b9c6f0e-0000-5000-8000-000000000001',
  kind: 'plugins',
  name: 'rate-limiting',
  finding: 'changed',
  belongsTo: 'Checkout worker on Orders, Free plan',
  fields: [{ path: 'config.minute', wished: '5', found: '5000' }],
  moreFields: 0,
  foundHash: 'a'.repeat(64),
  foundAt: at,
  ignoredAt: null,
  adoptable: false,
  notAdoptableBecause: 'Limits come from the plan; change the plan instead.',
  ...over,
});

export const drifts: DriftDto[] = [
  drift({}),
  drift({
    objectId: '0b9c6f0e-0000-5000-8000-000000000002',
    kind: 'services',
    name: 'orders.v2',
    belongsTo: 'Orders v2',
    fields: [
      { path: 'host', wished: '"orders.internal"', found: '"orders-canary.eu-north.internal.example.com"' },
      { path: 'read_timeout', wished: null, found: '120000' },
      { path: 'tls_verify', wished: 'true', found: null },
    ],
    adoptable: true,
    notAdoptableBecause: null,
  }),
  drift({ objectId: '0b9c6f0e-0000-5000-8000-000000000003', finding: 'missing', kind: 'routes', fields: [] }),
  drift({ objectId: '0b9c6f0e-0000-5000-8000-000000000004', finding: 'unknown', kind: 'consumers', fields: [] }),
];

const adopted = (foundAs: string, slug: string, warnings: string[] = []) => ({
  key: `key-${slug}`,
  foundAs,
  slug,
  version: 'v1',
  basePath: `/${slug}`,
  hosts: ['shop.example.com'],
  upstreamUrl: `http://${slug}.internal:8080`,
  plans: ['5 per minute', 'no limit'],
  subscriptions: 2,
  warnings,
});

export const previewed: AdoptionDto = {
  id: 'ad1',
  gatewayId: 'g1',
  state: 'previewed',
  preview: {
    services: [
      adopted('billing-svc', 'billing'),
      adopted('legacy_shop', 'shop', ['Calls without a key are let in today; afterwards they are refused.']),
    ],
    servicesTotal: 2,
    applications: [
      { key: 'c1', foundAs: 'mobile-app', name: 'mobile-app', keys: 2, services: ['billing', 'shop'] },
      { key: 'c2', foundAs: 'partner_42', name: 'Partner 42', keys: 1, services: ['billing'] },
    ],
    applicationsTotal: 2,
    keysTotal: 3,
    notAdopted: [
      { kind: 'plugins', name: 'ip-restriction on legacy_shop', reason: 'Gatehouse does not know this kind of rule.' },
    ],
    notAdoptedTotal: 1,
  },
  error: null,
  toRemove: 0,
  removed: 0,
  createdAt: at,
  finishedAt: null,
};

export const switching: AdoptionDto = { ...previewed, state: 'switching', preview: null, toRemove: 40, removed: 172 };
export const reading: AdoptionDto = { ...previewed, state: 'reading', preview: null };
export const adoptionDone: AdoptionDto = { ...switching, state: 'done', toRemove: 0, removed: 212, finishedAt: at };
export const adoptionFailed: AdoptionDto = {
  ...reading,
  state: 'failed',
  error: 'The gateway stopped answering: connect ECONNREFUSED 10.0.4.2:8001',
  finishedAt: at,
};

export const teams: TeamDto[] = [
  { id: 't1', slug: 'commerce', name: 'Commerce', kind: 'provider', createdAt: at },
  { id: 't2', slug: 'web-shop', name: 'Web shop', kind: 'developer', createdAt: at },
];

export const capabilities: CapabilityDto[] = [
  { name: 'apiKey', words: 'asks callers for a key', traffic: 'north-south', level: 'native', reason: null },
  {
    name: 'consumerLimit.month',
    words: 'limits calls per month for each application',
    traffic: 'north-south',
    level: 'partial',
    reason: 'Each node counts for itself, because no Redis is set.',
  },
  {
    name: 'cors',
    words: 'answers browsers of other origins',
    traffic: 'north-south',
    level: 'impossible',
    reason: 'No.',
  },
];
