import { laterLife, type LifecycleRow } from './desired-lifecycle.js';

const portal = 'https://portal.example/';
const page = 'https://portal.example/services/orders/v1';
const row: LifecycleRow = {
  state: 'deprecated',
  serviceSlug: 'orders',
  versionName: 'v1',
  deprecatedAt: new Date('2026-11-23T09:00:00Z'),
  sunsetAt: new Date('2027-05-31T00:00:00Z'),
  retiredAt: null,
  successor: { versionName: 'v2', state: 'published', basePath: '/orders/v2', deployed: true },
  proxyUrl: 'https://api.example/',
  brownout: null,
};
const called = 'https://api.example/orders/v2';

it.each(['draft', 'published'] as const)('says nothing of a version that is %s', (state) => {
  expect(laterLife({ ...row, state }, portal)).toEqual({});
});

it('announces the deprecation and the end with the page, and the successor where it is called', () => {
  expect(laterLife(row, portal)).toEqual({
    lifecycle: {
      deprecatedAt: '2026-11-23T09:00:00.000Z',
      sunsetAt: '2027-05-31T00:00:00.000Z',
      links: [
        { rel: 'deprecation', href: page },
        { rel: 'sunset', href: page },
        { rel: 'successor-version', href: called },
      ],
    },
  });
});

it.each([
  ['is on no gateway here', { deployed: false }],
  ['is retired itself', { state: 'retired' as const }],
])('links to the page of a successor that %s', (_, changes) => {
  const successor = { ...row.successor!, ...changes };
  expect(laterLife({ ...row, successor }, portal).lifecycle?.links[2]?.href).toBe(
    'https://portal.example/services/orders/v2',
  );
});

it('leaves out an end and a successor that nobody named', () => {
  const { lifecycle } = laterLife({ ...row, sunsetAt: null, successor: null }, portal);
  expect(lifecycle).toEqual({
    deprecatedAt: '2026-11-23T09:00:00.000Z',
    links: [{ rel: 'deprecation', href: page }],
  });
});

it('answers for a retired version that it is gone, and what to use, with the same headers', () => {
  const retired = { ...row, state: 'retired' as const, retiredAt: new Date('2027-05-31T00:00:30Z') };
  const { lifecycle, gone, brownout } = laterLife({ ...retired, brownout: { sharePercent: 5, endsAtMs: 0 } }, portal);
  expect([lifecycle, brownout]).toEqual([laterLife(row, portal).lifecycle, undefined]);
  expect(gone?.problem).toEqual({
    type: 'urn:gatehouse:problem:version.retired',
    title: 'Gone',
    status: 410,
    detail: `orders v1 was retired on 2027-05-31. Move to v2: ${called}`,
    page,
    successor: { version: 'v2', href: called },
  });
});

it('refuses a share while a brown-out lasts, and says why', () => {
  const endsAtMs = Date.parse('2027-04-01T10:00:00Z');
  const { brownout } = laterLife({ ...row, brownout: { sharePercent: 5, endsAtMs } }, portal);
  expect(brownout).toMatchObject({ sharePercent: 5, endsAt: '2027-04-01T10:00:00.000Z', problem: { status: 503 } });
  expect(brownout?.problem.detail).toBe(
    `orders v1 ends on 2027-05-31. Until 2027-04-01T10:00:00.000Z some calls to it are refused as a warning. Move to v2: ${called}`,
  );
});
