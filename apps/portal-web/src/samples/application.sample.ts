import { timeChart } from '../charts/time-chart.js';

const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
const wave = (base: number, swing: number, shift: number) =>
  hours.map((_, hour) => Math.max(0, Math.round(base + swing * Math.sin((hour - shift) / 3.8))));

const calls = timeChart({
  title: 'Calls by status, last 24 hours',
  kind: 'bars',
  moments: hours,
  series: [
    { name: '2xx', tone: 1, values: wave(420, 260, 8) },
    { name: '4xx', tone: 3, values: wave(38, 30, 7) },
    { name: '5xx', tone: 4, values: wave(4, 9, 3) },
  ],
});
const latency = timeChart({
  title: 'Latency, last 24 hours',
  kind: 'lines',
  unit: ' ms',
  moments: hours,
  series: [
    { name: 'median', tone: 1, values: wave(22, 6, 8) },
    { name: 'p99', tone: 5, values: wave(120, 60, 7) },
  ],
});
const ranges = ['Hour', 'Day', 'Week', '90 days'].map((label) => ({
  href: `?range=${label}`,
  label,
  current: label === 'Day',
}));
const topColumns = [
  { label: 'Name' },
  { label: 'Calls', end: true, sorted: 'descending', href: '?sort=calls' },
  { label: 'Failed', end: true },
  { label: 'p99', end: true },
];

export const applications = {
  title: 'Applications',
  action: { href: '/applications/new', label: 'New application' },
  columns: [
    { label: 'Name', href: '?sort=name', sorted: 'ascending' },
    { label: 'Team' },
    { label: 'Subscriptions', end: true },
    { label: 'Keys', end: true },
    { label: 'Calls, 30 days', end: true },
    { label: 'Last call' },
  ],
  applications: [
    {
      id: 'a1',
      name: 'Checkout worker',
      team: 'Web shop',
      subscriptionCount: 2,
      keyCount: 2,
      callCount: 182_311,
      lastUsedAt: '2026-11-21T16:22:00Z',
    },
    { id: 'a2', name: 'Night report', team: 'Finance', subscriptionCount: 1, keyCount: 1, callCount: 0 },
  ],
};

export const noApplications = { ...applications, applications: [] };

export const application = {
  title: 'Checkout worker',
  application: {
    id: 'a1',
    name: 'Checkout worker',
    text: 'Takes the basket through payment and into packing.',
    team: 'Web shop',
    createdAt: '2026-02-11T10:00:00Z',
  },
  breadcrumb: [{ href: '/applications', label: 'Applications' }],
  tabs: [
    { href: '/applications/a1', label: 'Overview', current: true },
    { href: '/applications/a1/usage', label: 'Usage', current: false },
    { href: '/applications/a1/settings', label: 'Settings', current: false },
  ],
  subscriptions: [
    {
      id: 's1',
      serviceSlug: 'orders',
      serviceName: 'Orders',
      state: 'active',
      planName: 'Free',
      limits: [
        { label: 'This minute', note: '2 of 5 left', percent: 60 },
        { label: 'This month', note: '84 of 1,000 left', percent: 92, tone: 'wait' },
      ],
    },
    {
      id: 's2',
      serviceSlug: 'payments',
      serviceName: 'Payments',
      state: 'pending',
      planName: 'Gold',
      text: 'Payments decides; you get a mail. Asked 20 Nov 2026.',
    },
  ],
  newKeyHref: '/applications/a1/keys/new',
  keyColumns: ['Name', 'Key', 'Environment', 'Made', 'Last used', 'Expires', 'Gateways', ''].map((label) => ({
    label,
  })),
  keys: [
    {
      id: 'k1',
      name: 'production',
      prefix: 'ghl7Qe',
      lastFour: 'x9Za',
      environment: 'live',
      createdAt: '2026-02-11T10:02:00Z',
      lastUsedAt: '2026-11-21T16:22:00Z',
      gateways: [{ state: 'live', name: 'Frankfurt', confirmedAt: '2026-02-11T10:02:01Z' }],
      revokeHref: '/applications/a1/keys/k1/revoke',
    },
    {
      id: 'k2',
      name: 'build server',
      prefix: 'ght02M',
      lastFour: 'pLk3',
      environment: 'test',
      createdAt: '2026-11-20T09:12:00Z',
      expiresAt: '2027-02-20T00:00:00Z',
      gateways: [{ state: 'pending', name: 'Dublin' }],
      revokeHref: '/applications/a1/keys/k2/revoke',
      pendingHref: '/applications/a1',
    },
  ],
  chart: calls,
  people: [
    { name: 'Mara Lindqvist', role: 'owner' },
    { name: 'Jo Abara', role: 'member' },
  ],
};

const steps = (current: number) =>
  ['Application', 'Plan', 'Key'].map((label, index) => ({ label, current: index === current, done: index < current }));

export const getKey = {
  title: 'Get a key for Orders',
  heading: 'Get a key for Orders',
  breadcrumb: [{ href: '/services/orders', label: 'Orders' }],
  steps: steps(0),
  formAction: '/services/orders/get-key',
  cancelHref: '/services/orders',
  applications: [
    { value: 'a1', label: 'Checkout worker', text: 'Web shop' },
    { value: 'new', label: 'A new application' },
  ],
  newApplication: true,
  newApplicationOptional: true,
  plans: [
    { value: 'free', label: 'Free', text: '5 calls a minute, 1,000 a month. At once.' },
    { value: 'gold', label: 'Gold', text: '600 calls a minute. Commerce approves.' },
  ],
  environments: [
    { value: 'live', label: 'live' },
    { value: 'test', label: 'test' },
  ],
  question: 'What will you use it for?',
  problem: { message: 'Two things are missing.', fields: [{ id: 'keyName', message: 'Give the key a name.' }] },
  form: { application: 'a1', plan: 'gold', environment: 'live', keyName: '' },
  errors: { keyName: 'Give the key a name.' },
};

export const keyRevealed = {
  title: 'Your key',
  breadcrumb: [{ href: '/applications/a1', label: 'Checkout worker' }],
  steps: steps(2),
  key: {
    name: 'production',
    value: 'ghl7QeT4vXw2mPz9KsRb1NcYd8UjHf3AaLo6Gi5EqVtBx0WkMnC9Zax9Za',
    state: 'pending',
    pendingHref: '/applications/a1/keys/k1/state',
  },
  samples: [
    {
      label: 'curl',
      text: 'curl http://127.0.0.1:8000/orders/v2/orders \\\n  --header "apikey: ghl7QeT4vXw2mPz9KsRb1NcYd8UjHf3AaLo6Gi5EqVtBx0WkMnC9Zax9Za"',
    },
  ],
  doneHref: '/applications/a1',
};

export const revoke = {
  title: 'Revoke a key',
  heading: 'Revoke production',
  breadcrumb: [{ href: '/applications/a1', label: 'Checkout worker' }],
  formAction: '/applications/a1/keys/k1/revoke',
  name: 'production',
  text: 'Programs that use it are refused as soon as the gateways know. It cannot be undone.',
  label: 'Type “production” to confirm',
  button: 'Revoke the key',
};

const figures = [
  { label: 'Calls', value: '11,204', note: '8 % more than the day before' },
  { label: 'Failed', value: '0.6 %', note: '67 calls with 5xx' },
  { label: 'Refused', value: '412', note: '388 over the limit, 24 without a key' },
  { label: 'p99 latency', value: '138 ms', note: 'median 22 ms' },
];

export const usage = {
  title: 'Usage',
  heading: 'Usage of Checkout worker',
  breadcrumb: [{ href: '/applications/a1', label: 'Checkout worker' }],
  ranges,
  hasCalls: true,
  figures,
  charts: [calls, latency],
  tops: [
    {
      title: 'Services',
      downloadHref: '/applications/a1/usage.csv',
      columns: topColumns,
      rows: [
        { href: '/services/orders', name: 'Orders', calls: 9120, share: '0.4 %', latency: '131 ms' },
        { href: '/services/shipping-rates', name: 'Shipping rates', calls: 2084, share: '1.2 %', latency: '160 ms' },
      ],
    },
    {
      title: 'Operations',
      columns: topColumns,
      rows: [
        { method: 'GET', name: '/orders/{orderId}', calls: 7201, share: '0.3 %', latency: '98 ms' },
        { method: 'POST', name: '/orders', calls: 1919, share: '0.9 %', latency: '220 ms' },
      ],
    },
  ],
};
