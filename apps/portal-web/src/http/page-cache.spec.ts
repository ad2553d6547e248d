import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { PageCache } from './page-cache.js';

function setUp() {
  let nowMs = 0;
  const cache = new PageCache({ now: () => new Date(nowMs) });
  const request = (headers: Record<string, string> = {}, method = 'GET', url = '/') =>
    ({ method, url, headers }) as unknown as IncomingMessage;
  const serve = (headers?: Record<string, string>, method?: string, url?: string) => {
    let answer: { headers: string[]; body: Buffer } | undefined;
    let head: string[] = [];
    const response = {
      writeHead: (_status: number, headers: string[]) => (head = headers),
      end: (body: Buffer) => (answer = { headers: head, body }),
    } as unknown as ServerResponse;
    return cache.serve(request(headers, method, url), response) ? answer : undefined;
  };
  return { cache, request, serve, pass: (ms: number) => (nowMs += ms) };
}

describe('PageCache', () => {
  it('answers a stored page with its headers', () => {
    const { cache, request, serve } = setUp();
    cache.store(request(), '<p>', { 'x-a': 'b' });
    expect(serve()).toEqual({ headers: ['x-a', 'b', 'content-length', '3'], body: Buffer.from('<p>') });
    expect(gunzipSync(serve({ 'accept-encoding': 'gzip, br' })!.body).toString()).toBe('<p>');
  });

  it('keeps the themes apart', () => {
    const { cache, request, serve } = setUp();
    cache.store(request({ cookie: 'theme=dark' }), 'dark', {});
    expect(serve()).toBeUndefined();
    expect(serve({ cookie: 'a=b; theme=dark' })?.body.toString()).toBe('dark');
  });

  it.each(['gatehouse=x', '__Host-gatehouse=x; theme=dark', 'gatehouse-flash=x', 'gatehouse-form=x'])(
    'neither answers nor keeps anything for a visitor with the cookie %s',
    (cookie) => {
      const { cache, request, serve } = setUp();
      cache.store(request({ cookie }), 'mine', {});
      expect([serve(), serve({ cookie: 'theme=dark' })]).toEqual([undefined, undefined]);
      cache.store(request(), 'everybody', {});
      expect(serve({ cookie })).toBeUndefined();
    },
  );

  it('leaves every method but GET alone', () => {
    const { cache, request, serve } = setUp();
    cache.store(request(), 'page', {});
    expect(serve({}, 'POST')).toBeUndefined();
  });

  it('lets one request a second renew a stale page, sends it to the others, and forgets it after a minute', () => {
    const { cache, request, serve, pass } = setUp();
    cache.store(request(), 'page', {});
    pass(5_000);
    expect(serve()).toBeDefined();
    pass(1);
    expect(serve()).toBeUndefined();
    expect(serve()).toBeDefined();
    pass(1_001);
    expect(serve()).toBeUndefined();
    cache.store(request(), 'newer', {});
    expect(serve()?.body.toString()).toBe('newer');
    pass(65_001);
    expect(serve()).toBeUndefined();
    expect(serve()).toBeUndefined();
  });

  it('holds at most 2,000 pages and drops the oldest', () => {
    const { cache, request, serve } = setUp();
    for (let index = 0; index <= 2_000; index += 1) cache.store(request({}, 'GET', `/?q=${index}`), 'page', {});
    expect(serve({}, 'GET', '/?q=0')).toBeUndefined();
    expect(serve({}, 'GET', '/?q=1')).toBeDefined();
  });
});
