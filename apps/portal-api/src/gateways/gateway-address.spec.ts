import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault } from '#domain';
import { GatewayFault } from '#gateway';
import type { Resolve } from '#platform';
import { checkGatewayAddress, requireCallable } from './gateway-address.js';

const METADATA = 'This address is not called: it leads to a link-local or metadata address.';

function faultOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('what a driver may connect to', () => {
  let server: Server;
  let port: number;
  let connections = 0;
  beforeAll(async () => {
    server = createServer((_, response) => response.end());
    server.on('connection', () => (connections += 1));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });

  /** Calls a name that resolves to these; the status of the answer, or the error. */
  const call = (...addresses: string[]): Promise<unknown> => {
    const resolve: Resolve = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const { url, lookup } = checkGatewayAddress(`http://kong.invalid:${port}/status`, resolve);
    return new Promise((outcome) =>
      get(url, { lookup, agent: false }, (answer) => outcome(answer.resume().statusCode)).on('error', outcome),
    );
  };

  it('may be inside', async () => {
    expect(await call('127.0.0.1')).toBe(200);
    expect(checkGatewayAddress('http://10.0.0.1:8001/kong').url.href).toBe('http://10.0.0.1:8001/kong');
    expect(checkGatewayAddress('https://[fd00::1]:8444').url.port).toBe('8444');
  });

  it.each([['169.254.169.254'], ['fd00:ec2::254'], ['fe80::1%eth0'], ['127.0.0.1', '169.254.169.254']])(
    'is nothing where a machine gives away credentials, once its name leads to %s',
    async (...addresses) => {
      const before = connections;
      expect(await call(...addresses)).toMatchObject({ name: 'GatewayFault', kind: 'unreachable', message: METADATA });
      expect(connections).toBe(before);
    },
  );

  it.each([
    'http://169.254.169.254/',
    'http://0xa9fea9fe/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]:8001/',
  ])('is never %s', (address) => {
    const fault = faultOf(() => checkGatewayAddress(address));
    expect(fault).toBeInstanceOf(GatewayFault);
    expect(fault).toMatchObject({ kind: 'unreachable', message: METADATA });
  });

  it('leaves faults of the resolver as they are', async () => {
    const notFound = Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
    const { url, lookup } = checkGatewayAddress('http://kong.invalid/', () => Promise.reject(notFound));
    expect(await new Promise((outcome) => get(url, { lookup, agent: false }).on('error', outcome))).toBe(notFound);
  });
});

describe('addresses that were typed', () => {
  it('are all judged, and refused beside their fields', () => {
    const fault = faultOf(() =>
      requireCallable({
        adminUrl: 'http://169.254.169.254/',
        proxyUrl: 'http://127.0.0.1:6379',
        nodeUrls: ['http://127.0.0.1:8000', 'http://[fe80::1]:8000'],
      }),
    );
    expect(fault).toBeInstanceOf(Fault);
    expect((fault as Fault).options.fields).toEqual([
      { field: 'adminUrl', message: METADATA },
      {
        field: 'proxyUrl',
        message: 'This address is not called: port 6379 belongs to a service that is no HTTP.',
      },
      { field: 'nodeUrls', message: `http://[fe80::1]:8000: ${METADATA}` },
    ]);
  });

  it('may be left out, and be names and addresses inside', () => {
    expect(() => requireCallable({})).not.toThrow();
    expect(() =>
      requireCallable({ adminUrl: 'http://kong:8001', proxyUrl: 'http://10.0.0.1', nodeUrls: ['http://[::1]:8000'] }),
    ).not.toThrow();
  });
});
