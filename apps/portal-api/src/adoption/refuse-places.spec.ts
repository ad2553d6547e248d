import type { AdoptableService } from '#gateway';
import { refusePlaces } from './refuse-places.js';

const service: AdoptableService = {
  ...{ key: 'k', foundAs: 'orders', basePath: '/orders', hosts: [], upstreamUrl: 'http://orders.internal', limits: {} },
  ...{ access: 'every_key', warnings: [], route: { kind: 'routes', id: 'r' }, parent: { kind: 'services', id: 's' } },
};

it.each([
  ['an address', {}, undefined],
  ['20 hosts', { hosts: Array.from({ length: 20 }, (_, n) => `h${n}.example`) }, undefined],
  ['21 hosts', { hosts: Array.from({ length: 21 }, (_, n) => `h${n}.example`) }, /more than 20 hosts/],
  ['an upstream without end', { upstreamUrl: `http://orders.internal/${'x'.repeat(2_000)}` }, /too long/],
  ['a path without end', { basePath: `/${'x'.repeat(201)}` }, /cannot be kept/],
])('what nobody could type for a version is not taken over: %s', (_, change, reason) => {
  const found = refusePlaces([{ ...service, ...change }], []).get('k');
  if (reason === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(reason);
});
