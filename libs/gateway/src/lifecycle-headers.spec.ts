import { httpDate, lifecycleHeaders } from './lifecycle-headers.js';

const deprecatedAt = '2023-06-30T23:59:59.900Z';

it('writes the dates as the standards spell them, and all links in one header', () => {
  const headers = lifecycleHeaders({
    deprecatedAt,
    sunsetAt: '2024-06-30T23:59:59Z',
    links: [
      { rel: 'deprecation', href: 'http://portal.example/services/orders/v1' },
      { rel: 'successor-version', href: 'https://api.example/orders/v2' },
    ],
  });
  expect(headers).toEqual({
    Deprecation: '@1688169599',
    Sunset: 'Sun, 30 Jun 2024 23:59:59 GMT',
    Link: '<http://portal.example/services/orders/v1>; rel="deprecation", <https://api.example/orders/v2>; rel="successor-version"',
  });
});

it('leaves out what is not known', () => {
  expect(lifecycleHeaders({ deprecatedAt, links: [] })).toEqual({ Deprecation: '@1688169599' });
});

it.each(['http://a/x>; rel="x', 'http://a/b c', 'http://a/ü', 'http://a/"\\'])(
  'keeps the link a link whatever stands in the address: %s',
  (href) => {
    const { Link } = lifecycleHeaders({ deprecatedAt, links: [{ rel: 'sunset', href }] });
    expect(Link).toMatch(/^<[!-;=?-~]+>; rel="sunset"$/);
  },
);

it('names the day of an HTTP-date in English, in GMT', () => {
  expect(httpDate('2026-11-05T01:02:03+02:00')).toBe('Wed, 04 Nov 2026 23:02:03 GMT');
});
