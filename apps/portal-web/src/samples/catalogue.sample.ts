const version = (name: string, state: string) => ({ name, state });

export const catalogue = {
  title: 'Catalogue',
  heading: 'What may I call?',
  intro: '214 services with 9,382 operations, each with its contract, its plans and a key within a minute.',
  query: '',
  resultTitle: 'All services',
  facets: [
    {
      label: 'State',
      options: [
        { label: 'Any', href: '/', count: 214, current: true },
        { label: 'Published', href: '/?state=published', count: 201, current: false },
        { label: 'Deprecated', href: '/?state=deprecated', count: 13, current: false },
      ],
    },
    {
      label: 'Owner',
      options: [
        { label: 'Commerce', href: '/?owner=commerce', count: 48, current: false },
        { label: 'Payments', href: '/?owner=payments', count: 22, current: false },
        { label: 'Logistics', href: '/?owner=logistics', count: 17, current: false },
        { label: 'Identity', href: '/?owner=identity', count: 9, current: false },
      ],
    },
  ],
  services: [
    {
      slug: 'orders',
      name: 'Orders',
      summary: 'Place, follow and cancel orders; the source of truth for everything a customer has bought.',
      versions: [version('v1', 'deprecated'), version('v2', 'published')],
      owner: 'Commerce',
      subscribed: true,
    },
    {
      slug: 'payments',
      name: 'Payments',
      summary: 'Authorise, capture and refund card and account payments in 31 currencies.',
      versions: [version('v3', 'published')],
      owner: 'Payments',
      subscribed: false,
    },
    {
      slug: 'shipping-rates',
      name: 'Shipping rates',
      summary: 'What a parcel costs with each carrier, and when it would arrive.',
      versions: [version('v1', 'published')],
      owner: 'Logistics',
      subscribed: true,
    },
    {
      slug: 'addresses',
      name: 'Addresses',
      summary: 'Checks and completes postal addresses in 240 countries and territories.',
      versions: [version('2024-06', 'published'), version('2022-01', 'retired')],
      owner: 'Logistics',
      subscribed: false,
    },
    {
      slug: 'customers',
      name: 'Customers',
      summary: 'Profiles, consents and contact points, one record for each person.',
      versions: [version('v1', 'published')],
      owner: 'Identity',
      subscribed: false,
    },
    {
      slug: 'stock',
      name: 'Stock',
      summary: 'How many of each article lie where, and how many are promised already.',
      versions: [version('v2', 'published'), version('v3', 'draft')],
      owner: 'Commerce',
      subscribed: false,
    },
  ],
  pager: { note: '1 to 6 of 214', nextHref: '/?after=c3RvY2s' },
};

const operations = [
  { method: 'GET', path: '/orders', summary: 'List orders', href: '/services/orders/v2/operations/list-orders' },
  { method: 'POST', path: '/orders', summary: 'Place an order', href: '/services/orders/v2/operations/place' },
  { method: 'GET', path: '/orders/{orderId}', summary: 'Read one order', href: '#one', current: true },
  { method: 'PATCH', path: '/orders/{orderId}', summary: 'Change an order', href: '#change' },
  { method: 'DELETE', path: '/orders/{orderId}', summary: 'Cancel an order', href: '#cancel' },
];
const groups = [
  { name: 'Orders', operations },
  {
    name: 'Returns',
    operations: [
      { method: 'POST', path: '/orders/{orderId}/returns', summary: 'Announce a return', href: '#return' },
      { method: 'GET', path: '/returns/{returnId}', summary: 'Read a return', href: '#r', deprecated: true },
    ],
  },
];
const curl = `curl https://api.example.com/orders/v2/orders/8412 \\
  --header "apikey: $GATEHOUSE_KEY"`;
const samples = [
  { label: 'curl', text: curl },
  {
    label: 'JavaScript',
    text: `const response = await fetch(\n  'https://api.example.com/orders/v2/orders/8412',\n  { headers: { apikey: process.env.GATEHOUSE_KEY } },\n);\nconst order = await response.json();`,
  },
  {
    label: 'Python',
    text: `import os, urllib.request\n\nrequest = urllib.request.Request(\n    "https://api.example.com/orders/v2/orders/8412",\n    headers={"apikey": os.environ["GATEHOUSE_KEY"]},\n)\nprint(urllib.request.urlopen(request).read())`,
  },
];

export const service = {
  title: 'Orders',
  service: {
    slug: 'orders',
    name: 'Orders',
    summary: 'Place, follow and cancel orders; the source of truth for everything a customer has bought.',
    owner: 'Commerce',
    visibility: 'private',
  },
  action: { href: '/services/orders/get-key', label: 'Get a key' },
  versions: [version('v1', 'deprecated'), version('v2', 'published')],
  tabs: [
    { href: '/services/orders', label: 'v2', current: true },
    { href: '/services/orders?version=v1', label: 'v1', current: false },
  ],
  subscription: { applicationId: 'a1', applicationName: 'Checkout worker', planName: 'Free' },
  descriptionHtml:
    '<p>An order goes from <code>placed</code> over <code>paid</code> and <code>packed</code> to <code>delivered</code>. Each move is told once to the address that you name in the order, and stays readable for ten years.</p>',
  plans: [
    {
      name: 'Free',
      text: 'To try it out.',
      limits: ['5 calls a minute', '1,000 calls a month'],
      approval: 'At once, without asking',
      current: true,
      href: '/services/orders/get-key?plan=free',
    },
    {
      name: 'Gold',
      text: 'For programs that people wait for.',
      limits: ['600 calls a minute', 'No monthly limit'],
      approval: 'Commerce approves',
      current: false,
      href: '/services/orders/get-key?plan=gold',
    },
  ],
  version: { name: 'v2', operationCount: 7 },
  groups,
  auth: { header: 'apikey' },
  samples: samples.slice(0, 1),
  facts: [
    { label: 'Address', value: 'https://api.example.com/orders/v2', href: 'https://api.example.com/orders/v2' },
    { label: 'Published', at: '2026-03-02T08:00:00Z' },
    { label: 'Document', value: 'OpenAPI 3.1, 214 kB', href: '/services/orders/v2/document' },
  ],
  changes: [
    { text: 'v2: “Announce a return” was added', at: '2026-10-12T00:00:00Z' },
    { text: 'v1 was deprecated, ends on 1 March 2027', at: '2026-09-01T00:00:00Z' },
    { text: 'v2 was published', at: '2026-03-02T00:00:00Z' },
  ],
  gateways: [
    { name: 'Kong, Frankfurt', state: 'live' },
    { name: 'Kong, Dublin', state: 'pending' },
  ],
};

const orderFields = [
  { name: 'id', type: 'integer', required: true, text: 'The number that the customer knows.' },
  { name: 'state', type: 'string', required: true, facts: 'One of placed, paid, packed, delivered, cancelled' },
  {
    name: 'lines',
    type: 'array of Line',
    required: true,
    text: 'What was bought, in the order of the basket.',
    children: [
      { name: 'article', type: 'string', required: true, facts: 'At most 40 characters' },
      { name: 'count', type: 'integer', required: true, facts: '1 to 999' },
      { name: 'giftNote', type: 'string', deprecated: true },
    ],
  },
];

export const operation = {
  title: 'Read one order',
  service: { slug: 'orders', name: 'Orders' },
  version: { name: 'v2' },
  navigation: groups,
  breadcrumb: [
    { href: '/', label: 'Catalogue' },
    { href: '/services/orders', label: 'Orders' },
    { href: '/services/orders', label: 'v2' },
  ],
  operation: {
    method: 'GET',
    path: '/orders/{orderId}',
    url: 'https://api.example.com/orders/v2/orders/{orderId}',
    summary: 'Read one order',
    descriptionHtml:
      '<p>Answers the order with its lines and where it is now. Orders older than ten years are gone.</p>',
  },
  parameterGroups: [
    {
      label: 'In the path',
      parameters: [
        { name: 'orderId', type: 'integer', required: true, text: 'The number of the order.', facts: 'From 1' },
      ],
    },
    {
      label: 'In the query',
      parameters: [
        {
          name: 'expand',
          type: 'array of string',
          text: 'What to answer along with it.',
          facts: 'Any of customer, parcels',
        },
        {
          name: 'currency',
          type: 'string',
          text: 'Prices in this currency.',
          facts: 'Three letters; EUR when left out',
        },
      ],
    },
  ],
  answers: [
    { state: 'success', status: '200', text: 'The order', fields: orderFields },
    { state: 'refusal', status: '401', text: 'The key is missing or unknown' },
    { state: 'refusal', status: '404', text: 'There is no such order' },
    { state: 'refusal', status: '429', text: 'Too many calls; Retry-After says when' },
  ],
  samples,
  example: {
    title: 'Answer, 200',
    samples: [
      {
        label: 'JSON',
        text: '{\n  "id": 8412,\n  "state": "packed",\n  "lines": [\n    { "article": "lamp-oak-40", "count": 2 }\n  ]\n}',
      },
    ],
  },
  signInHref: '/sign-in?back=/services/orders',
};
