import type { AdminResponse } from './admin-exchange.js';
import { DIGEST_SNIPPET } from './digest-snippet.js';
import type { EntityChange } from './entity-store.js';
import { KongAdminModel } from './kong-admin-model.js';
import { brownoutSnippet, problemSnippet } from './problem-snippet.js';
import type { JsonObject } from './violations.js';

const headers = { 'content-type': 'application/json' };

function send(model: KongAdminModel, method: string, path: string, body?: JsonObject): AdminResponse {
  return model.handle({ method, path, headers, body: body ? JSON.stringify(body) : '' });
}

describe('KongAdminModel', () => {
  it('lists 1,500 entities in pages of 1,000 in the order of their ids', () => {
    const model = new KongAdminModel();
    for (let n = 0; n < 1500; n += 1) send(model, 'PUT', `/consumers/c-${n}`, { tags: ['many'] });
    const first = send(model, 'GET', '/consumers?size=1000&tags=many').body as { next: string; data: { id: string }[] };
    const second = send(model, 'GET', first.next).body as { next: null; data: { id: string }[] };
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect([first.data.length, second.data.length, second.next]).toEqual([1000, 500, null]);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('ends the list without a further page when the last page is exactly full', () => {
    const model = new KongAdminModel();
    for (let n = 0; n < 4; n += 1) send(model, 'PUT', `/consumers/c-${n}`, {});
    const first = send(model, 'GET', '/consumers?size=2').body as { next: string };
    expect(send(model, 'GET', first.next).body).toMatchObject({ next: null });
  });

  const gone = problemSnippet({ status: 410, body: '{}' });
  const brownout = { status: 503, body: '{}', sharePercent: 5, endsAtSeconds: 9, retryAfter: '1' };
  it.each([
    ['pre-function', [DIGEST_SNIPPET, gone], brownoutSnippet(brownout)],
    ['post-function', [brownoutSnippet(brownout)], DIGEST_SNIPPET],
  ])('accepts as %s only the snippets that belong there, and only in the access phase', (name, snippets, other) => {
    const post = (config: JsonObject) => send(new KongAdminModel(), 'POST', '/plugins', { name, config }).status;
    expect(post({ access: ['kong.response.exit(200)'] })).toBe(400);
    expect(post({ access: [other] })).toBe(400);
    for (const snippet of snippets) {
      expect(post({ access: [snippet, snippet] })).toBe(400);
      expect(post({ access: [`${snippet} `] })).toBe(400);
      expect(post({ log: [snippet] })).toBe(400);
      expect(post({ access: [snippet] })).toBe(201);
    }
  });

  it('reads the flat redis fields of rate-limiting and shows both spellings', () => {
    const model = new KongAdminModel();
    const config = { minute: 5, policy: 'redis', redis_host: 'redis', redis_port: 6380 };
    const shown = send(model, 'POST', '/plugins', { name: 'rate-limiting', config }).body?.['config'];
    expect(shown).toMatchObject({ redis_host: 'redis', redis_port: 6380, redis: { host: 'redis', port: 6380 } });
  });

  it('comes back from its JSON with the same answers and indexes', () => {
    const model = new KongAdminModel();
    send(model, 'PUT', '/consumers/app', { custom_id: 'a' });
    send(model, 'PUT', '/consumers/app/key-auth/k', {});
    const copy = KongAdminModel.fromJSON(JSON.parse(JSON.stringify(model)) as object);
    expect(copy.toJSON()).toEqual(model.toJSON());
    expect(send(copy, 'POST', '/consumers', { username: 'app' }).status).toBe(409);
    expect(send(copy, 'DELETE', '/consumers/app').status).toBe(204);
    expect(copy.credentialByKey('k')).toBeUndefined();
  });

  it('tells its listeners of every change, cascades included', () => {
    const model = new KongAdminModel();
    const changes: EntityChange[] = [];
    model.onChange((change) => changes.push(change));
    send(model, 'PUT', '/consumers/app', {});
    send(model, 'PUT', '/consumers/app/acls/gold', {});
    send(model, 'PUT', '/consumers/app', { custom_id: 'a' });
    send(model, 'DELETE', '/consumers/app');
    expect(changes.map(({ kind, before, after }) => `${before ? 1 : 0}${after ? 1 : 0} ${kind}`)).toEqual([
      '01 consumers',
      '01 acls',
      '11 consumers',
      '10 acls',
      '10 consumers',
    ]);
  });

  it('keeps nothing of a refused write', () => {
    const model = new KongAdminModel();
    send(model, 'PUT', '/services/a', { url: 'http://a' });
    send(model, 'PUT', '/services/b', { url: 'http://b' });
    const before = JSON.stringify(model);
    expect(send(model, 'PATCH', '/services/b', { name: 'a' }).status).toBe(409);
    expect(send(model, 'PUT', '/routes/r', { paths: ['/x'], service: { name: 'none' } }).status).toBe(400);
    expect(JSON.stringify(model)).toBe(before);
  });

  it('survives hostile names', () => {
    const model = new KongAdminModel();
    expect(send(model, 'GET', '/services/__proto__').status).toBe(404);
    expect(send(model, 'GET', '/consumers/x/constructor').status).toBe(404);
    for (const path of ['/%E0%A4%A', '//[', '*', 'http://x/services', '/services/a/b/c/d/e']) {
      expect(send(model, 'GET', path).status).toBe(404);
    }
    expect(send(model, 'POST', '/plugins', { name: 'constructor' }).status).toBe(400);
    const body = '{"username":"x","__proto__":{"tags":["y"]}}';
    expect(model.handle({ method: 'POST', path: '/consumers', headers, body }).body).toMatchObject({ tags: null });
  });
});
