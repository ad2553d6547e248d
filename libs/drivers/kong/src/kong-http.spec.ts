import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { type CheckAddress, GatewayFault } from '#gateway';
import { KongHttp } from './kong-http.js';
import { KongNodeProbe } from './kong-node-probe.js';
import { KongClient } from './kong.client.js';

const REFUSAL = 'This address is not called: it leads elsewhere.';
const refusal = () => new GatewayFault('unreachable', REFUSAL);

const refusedAtOnce: CheckAddress = () => {
  throw refusal();
};
const refusedByName: CheckAddress = (address) => ({
  url: new URL(address),
  lookup: (_host, _options, callback) => callback(refusal(), ''),
});

let server: Server;
let port: number;
let connections: number;
let seen: IncomingMessage[];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    response.end('{}');
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  connections = 0;
  seen = [];
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
});

describe('connections to a gateway', () => {
  let checks: string[];
  let lookups: string[];
  beforeEach(() => {
    checks = [];
    lookups = [];
  });

  /** Knows a name that nobody else does, so that no other way of resolving it can be used. */
  const lookup: LookupFunction = (host, { all }, callback) => {
    lookups.push(host);
    if (all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
    else callback(null, '127.0.0.1', 4);
  };
  const counted: CheckAddress = (address) => {
    checks.push(address);
    return { url: new URL(address), lookup };
  };
  const sends = (http: KongHttp) =>
    http.send({
      method: 'PUT',
      path: '/services/x',
      headers: {},
      body: '{}',
      timeoutMs: 20_000,
      maxBodyBytes: 100,
    });

  it('are kept: fifty requests one after another check one address and ask for one name', async () => {
    const http = new KongHttp(`http://kong.invalid:${port}`, counted);
    for (let nth = 0; nth < 50; nth += 1) expect((await sends(http)).status).toBe(200);
    expect({ requests: seen.length, connections, lookups, checks }).toEqual({
      requests: 50,
      connections: 1,
      lookups: ['kong.invalid'],
      checks: [`http://kong.invalid:${port}`],
    });
  });

  it('ask for the name once each, however many requests follow over them', async () => {
    const http = new KongHttp(`http://kong.invalid:${port}`, counted);
    for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 4 }, () => sends(http)));
    expect(seen).toHaveLength(20);
    expect(lookups).toHaveLength(connections);
    expect(connections).toBeLessThan(20);
    expect(checks).toHaveLength(1);
    expect(seen[0]?.headers.host).toBe(`kong.invalid:${port}`);
  });

  it('to nodes are kept, too', async () => {
    const probe = new KongNodeProbe(counted);
    for (let number = 0; number < 10; number += 1)
      await probe.watermark(`http://node.invalid:${port}`, 'token', number);
    expect({ requests: seen.length, connections, lookups: lookups.length, checks: checks.length }).toEqual({
      requests: 10,
      connections: 1,
      lookups: 1,
      checks: 1,
    });
  });
});

describe.each([
  ['at once', refusedAtOnce],
  ['by what its name resolves to', refusedByName],
])('an address that is refused %s', (_when, checkAddress) => {
  const adminUrl = () => `http://kong.invalid:${port}`;

  it('is no place to send a token or an object to, and says why', async () => {
    const adminAuth = { header: 'kong-admin-token', value: 'token-1' };
    const client = new KongClient({ adminUrl: adminUrl(), checkAddress, adminAuth });
    const refused = { name: 'GatewayFault', kind: 'unreachable', message: REFUSAL };
    await expect(client.get('/status')).rejects.toMatchObject(refused);
    await expect(client.put('/services/x', {}, [])).rejects.toMatchObject(refused);
    await expect(client.replaceConfig('x')).rejects.toMatchObject(refused);
    expect(connections).toBe(0);
  });

  it('is no node', async () => {
    const answer = await new KongNodeProbe(checkAddress).watermark(adminUrl(), 'token', 1);
    expect(answer).toEqual({ outcome: 'unreachable', message: REFUSAL });
    expect(connections).toBe(0);
  });
});
