import { createServer, type RequestListener, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { AllowedTargets } from './allowed-targets.js';
import { GuardedFetch, redirectedUrl } from './guarded-fetch.js';
import type { OutboundFault } from './outbound-fault.js';
import type { OutboundPolicy } from './outbound-target.js';

const LOOPBACK = new AllowedTargets(['127.0.0.0/8']);
const MEBIBYTE = 1024 * 1024;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Asked {
  maxBytes?: number;
  deadlineMs?: number;
  policy?: OutboundPolicy;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const get = (url: string, asked: Asked = {}, fetcher = new GuardedFetch(LOOPBACK)) =>
  fetcher.get({ url, policy: 'public', deadlineMs: 20_000, maxBytes: MEBIBYTE, ...asked });

async function faultOf(answer: Promise<unknown>): Promise<OutboundFault> {
  try {
    await answer;
  } catch (error) {
    return error as OutboundFault;
  }
  throw new Error('There was no fault.');
}

describe('what comes back', () => {
  it('is the status, the headers and the body, whatever the status is', async () => {
    const url = await serve((_, response) => response.writeHead(404, { 'x-a': 'b' }).end('no such thing'));
    const answer = await get(`${url}/spec?x=1`);
    expect(answer).toMatchObject({ status: 404, body: Buffer.from('no such thing') });
    expect(answer.headers['x-a']).toBe('b');
    expect(answer.url.href).toBe(`${url}/spec?x=1`);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('is decompressed from %s', async (encoding, compress) => {
    const url = await serve((_, response) =>
      response.setHeader('content-encoding', encoding).end(compress(Buffer.from('openapi: 3.1.0'))),
    );
    expect((await get(url)).body.toString()).toBe('openapi: 3.1.0');
  });

  it.each<[string, RequestListener, string]>([
    [
      'an encoding that nobody asked for',
      (_, response) => response.setHeader('content-encoding', 'gzip, gzip').end('x'),
      'outbound.answer_unreadable',
    ],
    [
      'damaged gzip',
      (_, response) => response.setHeader('content-encoding', 'gzip').end('secret words'),
      'outbound.answer_unreadable',
    ],
    [
      'cut gzip',
      (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('secret words').subarray(0, 15)),
      'outbound.answer_unreadable',
    ],
    ['no HTTP', (request) => request.socket.end('secret words\r\n\r\n'), 'outbound.answer_unreadable'],
    [
      'half an answer',
      (request, response) =>
        response.writeHead(200, { 'content-length': 9 }).write('secret', () => request.socket.destroy()),
      'outbound.unreachable',
    ],
  ])('is refused when it is %s, without repeating it', async (_, listener, code) => {
    const fault = await faultOf(get(await serve(listener)));
    expect(fault.code).toBe(code);
    expect(fault.message).not.toContain('secret');
  });
});

describe('how much comes back', () => {
  it('is refused by what is announced, before a byte of it is read', async () => {
    let isRead = false;
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': MEBIBYTE + 1 }).flushHeaders();
      response.on('drain', () => (isRead = true));
    });
    expect(await faultOf(get(url))).toMatchObject({
      code: 'outbound.too_large',
      message: 'The answer has more than 1 MiB.',
    });
    expect(isRead).toBe(false);
  });

  it('is refused at the limit when it never ends', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const piece = Buffer.alloc(64 * 1024, 'a');
      const more = (): void => {
        do sent += piece.byteLength;
        while (response.write(piece));
      };
      response.on('drain', more);
      more();
    });
    expect((await faultOf(get(url))).code).toBe('outbound.too_large');
    // What sockets hold on both sides comes on top.
    expect(sent).toBeLessThan(32 * MEBIBYTE);
  });

  it('is counted decompressed: 200 MB of zeros in 200 kB', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    expect(bomb.byteLength).toBeLessThan(MEBIBYTE);
    const url = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    const before = process.memoryUsage().arrayBuffers;
    expect((await faultOf(get(url))).code).toBe('outbound.too_large');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * MEBIBYTE);
  });

  it('is counted on the line, too, where compressed bytes give none', async () => {
    // Blocks of length nought: a stream of deflate that goes on and says nothing.
    const nothing = Buffer.concat(Array.from({ length: 200_000 }, () => Buffer.from([0, 0, 0, 0xff, 0xff])));
    const head = gzipSync('').subarray(0, 10);
    const url = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip').write(head);
      response.write(nothing);
      response.end(nothing);
    });
    expect((await faultOf(get(url))).code).toBe('outbound.too_large');
  });

  it('may be exactly the limit', async () => {
    const url = await serve((_, response) => response.end(Buffer.alloc(1000)));
    expect((await get(url, { maxBytes: 1000 })).body.byteLength).toBe(1000);
    expect((await faultOf(get(url, { maxBytes: 999 }))).message).toBe('The answer has more than 999 bytes.');
  });
});

describe('how long it takes', () => {
  it('has an end, also while a byte comes now and then', async () => {
    const url = await serve((_, response) => {
      const drip = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const fault = await faultOf(get(url, { deadlineMs: 300 }));
    expect(fault).toMatchObject({ code: 'outbound.too_slow', message: 'The answer was not complete within 1 s.' });
  });

  it('has an end for all redirects together, and for a name that nobody answers', async () => {
    const url = await serve((request, response) => {
      setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 150);
    });
    expect((await faultOf(get(url, { deadlineMs: 350 }))).code).toBe('outbound.too_slow');
    const silent = new GuardedFetch(LOOPBACK, () => new Promise(() => undefined));
    expect((await faultOf(get('http://specs.example/', { deadlineMs: 50 }, silent))).code).toBe('outbound.too_slow');
  });

  it('ends when the caller gives up', async () => {
    const url = await serve(() => undefined);
    const stop = new AbortController();
    const answer = faultOf(get(url, { signal: stop.signal }));
    stop.abort();
    expect((await answer).code).toBe('outbound.aborted');
    expect((await faultOf(get(url, { signal: stop.signal }))).code).toBe('outbound.aborted');
  });
});

describe('redirects', () => {
  it('are followed three times and no more', async () => {
    let asked = 0;
    const url = await serve((request, response) => {
      asked++;
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const answer = await get(`${url}/3`);
    expect([answer.body.toString(), answer.url.pathname, asked]).toEqual(['there', '/0', 4]);
    expect(await faultOf(get(`${url}/20`))).toMatchObject({ code: 'outbound.redirect_refused' });
    expect(asked).toBe(8);
  });

  it('are checked like the address itself', async () => {
    const inside = await serve((_, response) => response.end('secret of the inside'));
    const port = new URL(inside).port;
    const onlyHost = new AllowedTargets([]);
    let location = '';
    const outside = await serve((_, response) => response.writeHead(301, { location }).end());
    const host = new URL(outside).host;
    const fetcher = new GuardedFetch(new AllowedTargets([host]));
    for (location of [
      `http://localhost:${port}/`,
      `//127.1:${port}/`,
      'http://169.254.169.254/',
      'file:///etc/passwd',
      'gopher://x/',
      `http://u:p@${host}/`,
    ])
      expect((await faultOf(get(outside, {}, fetcher))).code).toBe('outbound.address_refused');
    location = 'http://';
    expect((await faultOf(get(outside, {}, fetcher))).code).toBe('outbound.redirect_refused');
    expect((await faultOf(get(outside, {}, new GuardedFetch(onlyHost)))).code).toBe('outbound.address_refused');
  });

  it('never lead from https to http', () => {
    const from = new URL('https://specs.example/a');
    expect(() => redirectedUrl(from, 'http://specs.example/a')).toThrow('from https:// to http://');
    expect(redirectedUrl(from, '/b').href).toBe('https://specs.example/b');
    expect(redirectedUrl(new URL('http://specs.example/'), 'https://specs.example/').protocol).toBe('https:');
  });

  it('take no credential to another origin', async () => {
    const seen: Record<string, unknown>[] = [];
    const second = await serve((request, response) => {
      seen.push(request.headers);
      response.end();
    });
    const first = await serve((request, response) => {
      seen.push(request.headers);
      response.writeHead(307, { location: request.url === '/here' ? '/there' : second }).end();
    });
    await get(`${first}/here`, { headers: { authorization: 'Bearer a', 'x-api-key': 'b', accept: 'text/yaml' } });
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer a', 'Bearer a', undefined]);
    expect(seen[2]).toMatchObject({ accept: 'text/yaml', 'user-agent': 'gatehouse' });
    expect(seen[2]).not.toHaveProperty('x-api-key');
  });

  it('are handed over, not followed, where an admin registered the address', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end());
    expect(await get(url, { policy: 'operator' }, new GuardedFetch(new AllowedTargets()))).toMatchObject({
      status: 302,
    });
  });
});

describe('names', () => {
  it('are resolved once, and what was checked is what is connected to', async () => {
    const url = await serve((_, response) => response.end('checked'));
    const port = new URL(url).port;
    const answers = ['127.0.0.1', '127.66.66.66'];
    let asked = 0;
    const rebinding = async () => [{ address: answers[asked++] ?? '', family: 4 }];
    const fetcher = new GuardedFetch(new AllowedTargets(['127.0.0.1/32']), rebinding);
    expect((await get(`http://rebinding.example:${port}/`, {}, fetcher)).body.toString()).toBe('checked');
    expect(asked).toBe(1);
    // The next request asks anew, and is refused for what it was told.
    expect((await faultOf(get(`http://rebinding.example:${port}/`, {}, fetcher))).code).toBe(
      'outbound.address_refused',
    );
  });

  it('that lead nowhere say so without more', async () => {
    const lost = () => Promise.reject(Object.assign(new Error('secret.internal'), { code: 'ENOTFOUND' }));
    const fault = await faultOf(get('http://secret.internal/', {}, new GuardedFetch(LOOPBACK, lost)));
    expect(fault).toMatchObject({
      code: 'outbound.unreachable',
      message: 'The address cannot be reached (ENOTFOUND).',
    });
    const empty = new GuardedFetch(LOOPBACK, () => Promise.resolve([]));
    expect((await faultOf(get('http://specs.example/', {}, empty))).code).toBe('outbound.unreachable');
  });

  it('are named to a TLS server although the connection is made to an address', async () => {
    const hello = new Promise<Buffer>((resolve) => {
      const server = net.createServer((socket) =>
        socket.on('error', () => undefined).once('data', (data) => (resolve(data), socket.destroy())),
      );
      servers.push(server as unknown as Server);
      Object.assign(server, { closeAllConnections: () => undefined });
      server.listen(0, '127.0.0.1', () => {
        const url = `https://specs.example:${(server.address() as AddressInfo).port}/`;
        const fetcher = new GuardedFetch(LOOPBACK, async () => [{ address: '127.0.0.1', family: 4 }]);
        void faultOf(get(url, {}, fetcher));
      });
    });
    expect((await hello).toString('latin1')).toContain('specs.example');
  });
});
