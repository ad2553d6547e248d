import type { DesiredVersion, RemoteObject } from '#gateway';
import { problemSnippet, readBrownoutSnippet } from '#kong-admin';
import { KongObjectMaker } from './kong-objects.js';
import { toKong } from './to-kong.js';

const maker = new KongObjectMaker('5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b');

const version: DesiredVersion = {
  scope: 'version:v-1',
  versionId: 'v-1',
  serviceId: 's-1',
  serviceSlug: 'orders',
  versionName: 'v1',
  upstreamUrl: 'https://orders.internal:8443/api/',
  basePath: '/orders/v1',
  hosts: [],
  stripBasePath: true,
};

function find(objects: RemoteObject[], kind: string): RemoteObject[] {
  return objects.filter((object) => object.kind === kind);
}

describe('the later life of a version on Kong', () => {
  const lifecycle: DesiredVersion['lifecycle'] = {
    deprecatedAt: '2023-06-30T23:59:59Z',
    sunsetAt: '2024-06-30T23:59:59Z',
    links: [{ rel: 'successor-version', href: 'http://gateway/orders/v2' }],
  };
  const problem = { type: 't', title: 'Gone', status: 410, detail: 'd' };
  const plugins = (changes: Partial<DesiredVersion>) => find(toKong({ ...version, ...changes }, maker, {}), 'plugins');
  const now = plugins({});

  it('says with every answer when it was deprecated, when it ends and what to use, over what the upstream says', () => {
    const [headers, ...others] = plugins({ lifecycle }).filter(({ id }) => !now.some((one) => one.id === id));
    const dates = ['Deprecation:@1688169599', 'Sunset:Sun, 30 Jun 2024 23:59:59 GMT'];
    expect(others).toEqual([]);
    expect(headers?.body).toMatchObject({
      name: 'response-transformer',
      config: {
        replace: { headers: dates },
        add: { headers: dates },
        append: { headers: ['Link:<http://gateway/orders/v2>; rel="successor-version"'] },
      },
    });
  });

  it('costs one write to deprecate: nothing else of the version changes', () => {
    const bodies = (changes: Partial<DesiredVersion>) => toKong({ ...version, ...changes }, maker, {});
    const before = new Set(bodies({}).map((object) => JSON.stringify(object)));
    expect(bodies({ lifecycle }).filter((object) => !before.has(JSON.stringify(object)))).toHaveLength(1);
  });

  it('answers 410 in the place of the digest, while all guards go on standing', () => {
    const gone = plugins({ gone: { problem } });
    expect(gone.map(({ id }) => id)).toEqual(now.map(({ id }) => id));
    expect(gone[0]?.body.config).toEqual({
      access: [problemSnippet({ status: 410, body: JSON.stringify(problem) })],
    });
    expect(gone.slice(1)).toEqual(now.slice(1));
  });

  it('refuses a share behind the guards until its end, and says when to come back', () => {
    const endsAt = '2026-11-22T12:00:00.000Z';
    const brownout = { sharePercent: 25, endsAt, problem: { ...problem, status: 503 } };
    const post = plugins({ brownout }).find(({ body }) => body.name === 'post-function');
    const [snippet] = (post?.body.config as { access: string[] }).access;
    expect(readBrownoutSnippet(snippet)).toEqual({
      status: 503,
      body: JSON.stringify({ ...problem, status: 503 }),
      sharePercent: 25,
      endsAtSeconds: Date.parse(endsAt) / 1000,
      retryAfter: 'Sun, 22 Nov 2026 12:00:00 GMT',
    });
  });

  it('does not keep the route back because its headers or its brown-out were refused', () => {
    const objects = toKong(
      { ...version, lifecycle, brownout: { sharePercent: 1, endsAt: '2026', problem } },
      maker,
      {},
    );
    expect(find(objects, 'routes')[0]?.needs).toHaveLength(4);
  });
});
