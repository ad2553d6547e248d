import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSweptGateway, type SweptGateway } from '../../../test-support/swept-gateway.js';

const ID = '0198c0de-0000-4000-8000-000000000000';

let swept: SweptGateway;
let server: http.Server;
/** What the gateway lists as its services; a status other than 200 comes with `services` as its body. */
let services: unknown;
let status: number;

beforeEach(async () => {
  swept = await startSweptGateway();
  status = 200;
  server = http.createServer(({ url }, response) => {
    const body = status !== 200 ? services : { data: url?.startsWith('/services?') ? services : [] };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await swept.sql('UPDATE gateway SET admin_url = $1, revision = revision + 1', [`http://127.0.0.1:${port}`]);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await swept.close();
});

const foreign = () => swept.sql('SELECT kind, remote_id AS id, name FROM foreign_object ORDER BY remote_id');

describe('a sweep of a gateway that answers strangely comes to its end', () => {
  it('where an object is listed twice, as when one is added between two pages', async () => {
    const service = { id: ID, name: 'orders' };
    services = [service, service];
    await swept.sweep();
    expect(await foreign()).toEqual([{ kind: 'services', id: ID, name: 'orders' }]);
    expect((await swept.row()).sweep_error).toBeNull();
  });

  it('where ids and names are what no database holds and no page should show', async () => {
    const long = Array.from({ length: 50_000 }, (_, index) => (index * 7919).toString(36)).join('-');
    services = [
      { id: 'a\0b', name: 'x\u202Ey\u0007' },
      { id: long, name: long },
    ];
    await swept.sweep();
    expect(await foreign()).toEqual([
      { kind: 'services', id: long.slice(0, 200), name: long.slice(0, 200) },
      { kind: 'services', id: 'a\uFFFDb', name: 'x\uFFFDy\uFFFD' },
    ]);
    expect((await swept.row()).sweep_error).toBeNull();
  });

  it('where its own words are what no database holds', async () => {
    [status, services] = [500, { message: 'broken\0' }];
    await swept.sweep();
    expect((await swept.row()).sweep_error).toBe('broken\uFFFD');
  });
});
