import type { AdoptableConsumer, AdoptableGateway, AdoptableService } from '#gateway';
import type { CatalogueFacts } from './adoption-plan.js';
import { planAdoption } from './plan-adoption.js';
import { toPreview } from './to-preview.js';

const ADOPTION = '2f0d8c4e-7a50-4a6c-8e0e-6a1f5d1c9b10';
const NOTHING: CatalogueFacts = {
  slugs: new Set(),
  ownSlugs: new Map(),
  places: [],
  keys: new Map(),
  applicationNames: new Set(),
  ownNames: new Map(),
};

function service(key: string, basePath: string, more: Partial<AdoptableService> = {}): AdoptableService {
  return {
    key,
    foundAs: key,
    basePath,
    hosts: [],
    upstreamUrl: 'http://orders.internal:8080',
    access: 'every_key',
    limits: { minute: 5 },
    warnings: [],
    route: { kind: 'routes', id: key },
    parent: { kind: 'services', id: `parent-${key}` },
    ...more,
  };
}

function consumer(key: string, more: Partial<AdoptableConsumer> = {}): AdoptableConsumer {
  const credential = {
    key: `key-of-${key}`,
    digests: { sha1: `sha1-${key}`, sha256: `sha256-${key}` },
    prefix: '',
    lastFour: '',
    expiresInSeconds: null,
  };
  return {
    key,
    foundAs: key,
    customId: null,
    groups: [],
    credentials: [credential],
    limits: {},
    blocked: null,
    stays: null,
    ...more,
  };
}

function plan(
  services: AdoptableService[],
  consumers: AdoptableConsumer[],
  facts: Partial<CatalogueFacts> = {},
  names: string[] = [],
) {
  const kinds = { consumer: 'consumers', credential: 'key-auths', group: 'acls' };
  const found: AdoptableGateway = { services, consumers, remaining: [], notAdopted: [], namesInUse: names, kinds };
  return planAdoption(ADOPTION, found, { ...NOTHING, ...facts }, null);
}

const shape = ({ services }: ReturnType<typeof plan>) =>
  services.map(({ slug, versions }) => [slug, ...versions.map(({ name }) => name)]);

it('says which old key and group goes with what, and keeps what opens anything else', () => {
  const grouped = service('orders', '/orders', { access: { groups: ['few'] } });
  const left = service('left', '/left', { access: { groups: ['many'] } });
  const groups = ['few', 'many', 'idle'].map((name) => ({ key: `member-of-${name}`, name }));
  const [till] = plan([grouped, left], [consumer('till', { groups })], {
    places: [{ basePath: '/left', hosts: [], service: 'other' }],
  }).applications;
  const serviceIds = till!.subscriptions.map(({ serviceId }) => serviceId);
  expect(till!.access.map(({ id, serviceIds: ids, elsewhere }) => [id, ids, elsewhere])).toEqual([
    ['key-of-till', [], true],
    ['member-of-few', serviceIds, false],
  ]);
  const [open] = plan([service('stock', '/stock')], [consumer('kiosk')]).applications;
  expect(open!.access).toEqual([
    expect.objectContaining({ id: 'key-of-kiosk', serviceIds: [open!.subscriptions[0]!.serviceId], elsewhere: false }),
  ]);
});

it('takes paths that end in versions as versions of one service', () => {
  const made = plan([service('orders-v1', '/orders/v1'), service('orders-v2', '/orders/v2')], [consumer('till')]);
  expect(shape(made)).toEqual([['orders', 'v1', 'v2']]);
  expect(made.applications[0]!.subscriptions).toHaveLength(1);
});

it('keeps versions apart that different callers may call, or under different limits', () => {
  const apart = [
    ['orders', 'v1'],
    ['orders-2', 'v2'],
  ];
  const limited = consumer('till', { limits: { 'orders-v2': { minute: 1 } } });
  expect(shape(plan([service('orders-v1', '/orders/v1'), service('orders-v2', '/orders/v2')], [limited]))).toEqual(
    apart,
  );
  const grouped = service('orders-v2', '/orders/v2', { access: { groups: ['few'] } });
  expect(shape(plan([service('orders-v1', '/orders/v1'), grouped], [consumer('till')]))).toEqual(apart);
});

it('makes one plan of equal limits, and none for nobody without a limit', () => {
  const limits = { orders: { minute: 60 } };
  const callers = [consumer('a', { limits }), consumer('b', { limits }), consumer('c')];
  const [offered] = plan([service('orders', '/orders')], callers).services;
  expect(offered!.plans.map(({ slug, name }) => [slug, name])).toEqual([
    ['5-per-minute', '5 per minute'],
    ['60-per-minute', '60 per minute'],
  ]);
  const [open] = plan([service('orders', '/orders', { limits: {} })], [consumer('a', { limits })]).services;
  expect(open!.plans.map(({ slug }) => slug)).toEqual(['60-per-minute']);
});

it('finds slugs and names that are free, here and on the gateway', () => {
  const slugs = new Set(['orders']);
  const made = plan(
    [service('orders', '/orders')],
    [consumer('till')],
    { slugs, applicationNames: new Set(['till']) },
    ['orders-2.v1'],
  );
  expect(shape(made)).toEqual([['orders-3', 'v1']]);
  expect(made.applications[0]!.name).toBe('till 2');
});

it('gives the same ids every time, and keeps the names that an earlier turn gave', () => {
  const once = plan([service('orders', '/orders')], [consumer('till')]);
  const [{ id: serviceId }, { id: applicationId }] = [once.services[0]!, once.applications[0]!];
  const again = plan([service('orders', '/orders')], [consumer('till')], {
    ownSlugs: new Map([[serviceId, 'orders-7']]),
    ownNames: new Map([[applicationId, 'till 7']]),
  });
  expect(again.services[0]).toMatchObject({ id: serviceId, slug: 'orders-7' });
  expect(again.applications[0]).toMatchObject({ id: applicationId, name: 'till 7' });
});

const places: [string, Partial<AdoptableService>, CatalogueFacts['places'], RegExp | null][] = [
  ['a path that is served', {}, [{ basePath: '/orders', hosts: [], service: 'old' }], /served by old/],
  ['a path below', {}, [{ basePath: '/orders/v1', hosts: [], service: 'old' }], /served by old/],
  ['other hosts', { hosts: ['a.example'] }, [{ basePath: '/orders', hosts: ['b.example'], service: 'old' }], null],
  ['a neighbour', {}, [{ basePath: '/orders-old', hosts: [], service: 'old' }], null],
  ['every path', { basePath: '' }, [], /every path/],
  ['a percent sign', { basePath: '/a%20b' }, [], /cannot be kept/],
  ['a host with a star', { hosts: ['*.example.com'] }, [], /cannot be kept/],
];
it.each(places)('looks where it would be served: %s', (_, more, taken, reason) => {
  const { services, notAdopted } = plan([service('orders', '/orders', more)], [], { places: taken });
  expect(services).toHaveLength(reason === null ? 1 : 0);
  if (reason !== null) expect(notAdopted[0]!.reason).toMatch(reason);
});

it('leaves the lower of two paths that lie within each other', () => {
  const { services, notAdopted } = plan([service('deep', '/orders/v2'), service('orders', '/orders')], []);
  expect(services.map(({ slug }) => slug)).toEqual(['orders']);
  expect(notAdopted).toEqual([{ kind: 'services', name: 'deep', reason: expect.stringMatching(/served by orders/) }]);
});

it('recognises a consumer by a key that an application has, and refuses one whose key is another’s', () => {
  const known = { applicationId: 'app-1', applicationName: 'Till', usable: true };
  const same = plan([service('orders', '/orders')], [consumer('till')], { keys: new Map([['sha256-till', known]]) });
  expect(same.applications[0]).toMatchObject({ id: 'app-1', isNew: false, name: 'Till', credentials: [] });
  const keys = new Map([['sha256-till', { ...known, usable: false }]]);
  const refused = plan([service('orders', '/orders')], [consumer('till')], { keys });
  expect(refused.services).toEqual([]);
  expect(refused.notAdopted[0]!.reason).toMatch(/^till may call it and cannot be taken over: one of its keys is known/);
});

it('names 500 of each list and counts all', () => {
  const consumers = Array.from({ length: 501 }, (_, number) => consumer(`c${number}`));
  const { shown } = toPreview(plan([service('orders', '/orders')], consumers));
  expect([shown.applications.length, shown.applicationsTotal, shown.keysTotal]).toEqual([500, 501, 501]);
});
