export const approvals = {
  title: 'Approvals',
  tabs: [
    { href: '/approvals', label: 'Waiting', count: 2, current: true },
    { href: '/approvals?state=decided', label: 'Decided', current: false },
  ],
  requests: [
    {
      id: 'r1',
      fieldId: 'reason-r1',
      open: true,
      serviceSlug: 'orders',
      serviceName: 'Orders',
      applicationName: 'Checkout worker',
      team: 'Web shop',
      person: 'Jo Abara',
      at: '2026-11-20T10:00:00Z',
      planName: 'Gold',
      planText: '600 calls a minute',
      currentPlan: 'Free',
      reason: 'The winter sale starts on 1 December; we expect 300 calls a minute at noon.',
      form: {},
    },
    {
      id: 'r2',
      fieldId: 'reason-r2',
      open: false,
      state: 'rejected',
      decision: '“Please use the export for this.” Mara Lindqvist',
      serviceSlug: 'stock',
      serviceName: 'Stock',
      applicationName: 'Price watcher',
      team: 'Outside Ltd',
      person: 'Sam Ode',
      at: '2026-11-19T15:30:00Z',
      planName: 'Gold',
      planText: '600 calls a minute',
      form: {},
    },
  ],
};

export const publish = {
  title: 'Publish',
  action: { href: '/publish/new', label: 'Register a service' },
  filter: { name: 'query', label: 'Filter by name', value: '' },
  columns: [
    { label: 'Service', href: '?sort=name', sorted: 'ascending' },
    { label: 'Team' },
    { label: 'Seen by' },
    { label: 'Versions' },
    { label: 'Subscriptions', end: true },
    { label: 'Changed' },
  ],
  services: [
    {
      slug: 'orders',
      name: 'Orders',
      team: 'Commerce',
      visibility: 'public',
      versions: [
        { name: 'v1', state: 'deprecated' },
        { name: 'v2', state: 'published' },
        { name: 'v3', state: 'draft' },
      ],
      subscriptionCount: 41,
      updatedAt: '2026-11-21T09:00:00Z',
    },
    {
      slug: 'stock',
      name: 'Stock',
      team: 'Commerce',
      visibility: 'internal',
      versions: [{ name: 'v2', state: 'published' }],
      subscriptionCount: 12,
      updatedAt: '2026-10-02T09:00:00Z',
    },
  ],
};

export const serviceEdit = {
  title: 'Register a service',
  heading: 'Register a service',
  summary: 'Nobody sees it before you publish a version.',
  breadcrumb: [{ href: '/publish', label: 'Publish' }],
  formAction: '/publish/new',
  cancelHref: '/publish',
  submit: 'Register',
  teams: [{ value: 't1', label: 'Commerce' }],
  exposures: [
    { value: 'external', label: 'external: through a gateway' },
    { value: 'internal', label: 'internal: between services' },
  ],
  visibilities: [
    { value: 'public', label: 'Everybody', text: 'Also without signing in.' },
    { value: 'internal', label: 'Signed in', text: 'Everybody with an account.' },
    { value: 'private', label: 'Chosen teams', text: 'To others it does not exist.' },
  ],
  form: { name: 'Orders', slug: 'orders', visibility: 'public', exposure: 'external' },
  errors: { slug: 'Another service has this address. Choose a different one.' },
  problem: {
    message: 'The service was not registered.',
    fields: [{ id: 'slug', message: 'Another service has this address.' }],
  },
};

export const publishService = {
  title: 'Orders',
  service: {
    slug: 'orders',
    name: 'Orders',
    summary: 'Place, follow and cancel orders.',
    team: 'Commerce',
    visibility: 'public',
  },
  breadcrumb: [{ href: '/publish', label: 'Publish' }],
  action: { href: '/publish/orders/edit', label: 'Edit' },
  tabs: [
    { href: '/publish/orders', label: 'Versions and plans', current: true },
    { href: '/publish/orders/usage', label: 'Usage', current: false },
  ],
  versionColumns: [
    { label: 'Version' },
    { label: 'State' },
    { label: 'Operations', end: true },
    { label: 'Published' },
    { label: 'Gateways' },
  ],
  versions: [
    {
      name: 'v2',
      state: 'published',
      operationCount: 7,
      publishedAt: '2026-03-02T08:00:00Z',
      gateways: [{ name: 'Frankfurt', state: 'live' }],
    },
    { name: 'v3', state: 'draft', operationCount: 9, gateways: [] },
  ],
  planColumns: [{ label: 'Plan' }, { label: 'Limits' }, { label: 'Approval' }, { label: 'Subscriptions', end: true }],
  plans: [
    { slug: 'free', name: 'Free', limits: '5 a minute, 1,000 a month', approval: 'automatic', subscriptionCount: 38 },
  ],
};

export const versionEdit = {
  title: 'New version of Orders',
  heading: 'New version of Orders',
  summary: 'It starts as a draft.',
  breadcrumb: [{ href: '/publish/orders', label: 'Orders' }],
  formAction: '/publish/orders/versions/new',
  cancelHref: '/publish/orders',
  submit: 'Make the draft',
  isNew: true,
  documentHint: 'JSON or YAML, OpenAPI 3.0, 3.1 or Swagger 2.0, at most 20 MB.',
  form: {},
  errors: {},
};

export const planEdit = {
  title: 'New plan of Orders',
  heading: 'New plan of Orders',
  breadcrumb: [{ href: '/publish/orders', label: 'Orders' }],
  formAction: '/publish/orders/plans/new',
  cancelHref: '/publish/orders',
  submit: 'Add the plan',
  windows: [
    { id: 'minute', label: 'minute', value: 5 },
    { id: 'hour', label: 'hour' },
    { id: 'day', label: 'day' },
    { id: 'month', label: 'month', value: 1000 },
  ],
  approvals: [
    { value: 'auto', label: 'At once', text: 'Everybody who may see the service.' },
    { value: 'manual', label: 'By you', text: 'Each application waits for a yes.' },
  ],
  form: { name: 'Free', slug: 'free', approval: 'auto' },
  errors: {},
};

export const publishReview = {
  title: 'Publish Orders v3',
  heading: 'Publish Orders v3',
  summary: 'What would differ for those who move from v2.',
  breadcrumb: [
    { href: '/publish', label: 'Publish' },
    { href: '/publish/orders', label: 'Orders' },
  ],
  version: { name: 'v3', state: 'draft', revision: 4, operationCount: 9 },
  changesTitle: 'Differences from v2',
  changesNote: '1 breaking, 1 risky, 2 compatible, 1 added',
  changes: [
    {
      state: 'breaking',
      method: 'GET',
      path: '/orders/{orderId}',
      callers: 14,
      text: 'Answer 200: the field “total” is gone.',
    },
    {
      state: 'risky',
      method: 'POST',
      path: '/orders',
      callers: 9,
      text: 'The field “currency” takes three letters only.',
    },
    { state: 'compatible', method: 'GET', path: '/orders', callers: 31 },
    { state: 'compatible', method: 'PATCH', path: '/orders/{orderId}' },
    { state: 'added', method: 'POST', path: '/orders/{orderId}/returns' },
  ],
  findingColumns: [{ label: 'Weight' }, { label: 'Where' }, { label: 'Finding' }],
  findings: [{ state: 'warning', where: '#/paths/~1orders/get', text: 'The operation has no description.' }],
  callerColumns: [{ label: 'Application' }, { label: 'Team' }, { label: 'Calls', end: true }],
  callers: [
    { application: 'Checkout worker', team: 'Web shop', calls: 182_311 },
    { application: 'Night report', team: 'Finance', calls: 30 },
  ],
  gatewaysTitle: 'Where it will run',
  gateways: [
    { name: 'Kong, Frankfurt', state: 'in-step', text: '4 objects would be made' },
    { name: 'Kong, Dublin', state: 'unreachable', text: 'It will catch up when it answers again.' },
  ],
  publishAction: '/publish/orders/versions/v3/publish',
  etag: '"4"',
  facts: [
    { label: 'Document', value: 'orders.yaml', href: '/publish/orders/versions/v3/document' },
    { label: 'Base path', value: '/orders/v3', mono: true },
    { label: 'Upstream', value: 'http://orders.internal:8080', mono: true },
  ],
};

export const gateways = {
  title: 'Gateways',
  action: { href: '/gateways/new', label: 'Register a gateway' },
  gateways: [
    {
      id: 'g1',
      name: 'Frankfurt',
      kind: 'Kong',
      environment: 'live',
      adminUrl: 'http://10.0.4.2:8001',
      reachability: 'reachable',
      state: 'in-step',
      seenAt: '2026-11-21T16:24:00Z',
      productVersion: 'Kong 3.9.3',
      scopesInStep: 1204,
      scopesTotal: 1204,
      objects: 4410,
    },
    {
      id: 'g2',
      name: 'Dublin',
      kind: 'Kong',
      environment: 'live',
      adminUrl: 'http://10.0.8.2:8001',
      reachability: 'unreachable',
      state: 'behind',
      seenAt: '2026-11-21T16:02:00Z',
      productVersion: 'Kong 3.9.3',
      scopesInStep: 1201,
      scopesTotal: 1204,
      objects: 4402,
      failures: [
        {
          scope: 'Orders v2',
          scopeId: 'version:v2',
          since: '2026-11-21T16:02:00Z',
          attempts: 6,
          words: 'schema violation (config.minute: expected a number)',
        },
      ],
      drift: [
        {
          object: 'plugin rate-limiting of Checkout worker',
          lines: [{ removed: 'config.minute: 5', added: 'config.minute: 500' }],
        },
      ],
    },
  ],
};

export const error = {
  title: 'Not found',
  status: 404,
  heading: 'There is no such page, or you may not see it.',
  meaning: 'The address may be mistyped, or the thing was taken away, or it belongs to a team that you are not in.',
  advice: 'Look for it in the catalogue, or sign in with another account.',
  reference: 'req-7f3a91',
};
export const signIn = {
  title: 'Sign in',
  back: '/',
  otherHref: '/sign-up',
  form: { email: 'mara@example.com' },
  errors: {},
  problem: { message: 'Email or password is wrong.' },
};
export const signUp = { title: 'Sign up', back: '/', otherHref: '/sign-in', form: {}, errors: {} };
