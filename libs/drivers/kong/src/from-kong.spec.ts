import { fromKong } from './from-kong.js';

const service = { protocol: 'https', host: 'orders.internal', port: 8443, path: '/api', retries: 5 };
const route = { paths: ['/orders/v1'], hosts: ['a.example.com'], strip_path: true };

it.each([
  [service, 'https://orders.internal:8443/api'],
  [{ ...service, port: 443, path: null }, 'https://orders.internal/'],
  [{ ...service, protocol: 'http', port: 80 }, 'http://orders.internal/api'],
])('reads the upstream of %j', (found, upstreamUrl) => {
  expect(fromKong('services', found, ['host', 'port'])).toEqual({ upstreamUrl });
});

it('reads of a route only what was changed', () => {
  expect(fromKong('routes', route, ['paths'])).toEqual({ basePath: '/orders/v1' });
  expect(fromKong('routes', route, ['hosts[0]'])).toEqual({ hosts: ['a.example.com'] });
  expect(fromKong('routes', { ...route, hosts: null }, ['hosts', 'paths'])).toEqual({
    basePath: '/orders/v1',
    hosts: [],
  });
});

it.each([
  ['services', service, ['host', 'retries']],
  ['services', { ...service, protocol: 'grpc' }, ['protocol']],
  ['services', { ...service, host: null }, ['host', 'tags']],
  ['services', { ...service, host: 'no host' }, ['host']],
  ['routes', { ...route, paths: ['/a', '/b'] }, ['paths']],
  ['routes', { ...route, paths: null }, ['paths']],
  ['routes', route, ['strip_path']],
  ['plugins', { config: { minute: 9 } }, ['config.minute']],
])('says why a change of %s %j in %j cannot be taken over', (kind, found, paths) => {
  expect(fromKong(kind, found, paths)).toEqual({ refused: expect.stringContaining('.') });
});
