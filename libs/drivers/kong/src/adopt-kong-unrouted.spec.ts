import { adoptKong } from './adopt-kong.js';
import type { ForeignKong } from './adopt-kong-read.js';

const kong: ForeignKong = {
  services: [
    { id: 's1', name: 'orders', host: 'orders.internal', port: 80, protocol: 'http' },
    { id: 's2', name: 'spare', host: 'spare.internal', port: 80, protocol: 'http' },
    { id: 's3', host: 'nameless.internal', port: 80, protocol: 'http' },
  ],
  routes: [{ id: 'r1', name: 'orders-route', service: { id: 's1' }, paths: ['/orders'], protocols: ['http', 'https'] }],
  consumers: [],
  plugins: [],
  groups: new Map(),
  keys: new Map(),
  otherCredentials: new Map(),
  upstreams: new Set(),
  otherGatehouses: { services: [], routes: [], consumers: [], plugins: [] },
};

it('names services that no route leads to, with that reason, beside what cannot be taken over otherwise', () => {
  const { services, notAdopted } = adoptKong(kong, 'local');
  expect(services).toEqual([]);
  expect(notAdopted).toEqual([
    { kind: 'routes', name: 'orders-route', reason: expect.stringContaining('asks for no key') },
    { kind: 'services', name: 'spare', reason: 'It has no route, so no call reaches it.' },
    { kind: 'services', name: 's3', reason: 'It has no route, so no call reaches it.' },
  ]);
});
