import type { RemoteObject } from '#gateway';
import { waitUntil } from '#testing';
import { desiredScopes, startSweptGateway, type SweptGateway } from '../../../test-support/swept-gateway.js';

let kong: SweptGateway;
let objects: RemoteObject[];
const idOf = (kind: string, name?: string) =>
  objects.find((object) => object.kind === kind && (name === undefined || object.body.name === name))!.id;

beforeEach(async () => {
  kong = await startSweptGateway();
  const { gateway, version, application } = desiredScopes(kong);
  objects = [await kong.push(gateway), await kong.push(version), await kong.push(application)].flat();
  kong.fake.requests.reset();
});
afterEach(() => kong.close());

/** Until the returned function is called, nothing that is asked for there is answered. */
function holdAnswersTo(start: string): () => void {
  let end: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (end = resolve));
  kong.fake.plan = ({ path }) => (path.startsWith(start) ? { kind: 'wait', until } : undefined);
  return end;
}

describe('a sweep beside a push', () => {
  it('finds nothing in a scope that waits', async () => {
    await kong.sql(`UPDATE sync_scope SET wished = wished + 1 WHERE scope LIKE 'version:%'`);
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 9 });
    await kong.remove('routes', idOf('routes', 'orders.v1'));
    await kong.sweep();
    expect(await kong.findings()).toEqual([]);
  });

  it('finds nothing in what was confirmed after it began, however it stands', async () => {
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 9 });
    await kong.remove('routes', idOf('routes', 'orders.v1'));
    await kong.sql(`UPDATE inventory_object SET confirmed_at = now() + interval '1 hour'`);
    await kong.sweep();
    expect(await kong.findings()).toEqual([]);
  });

  it('finds nothing in what hangs on an object whose scope is under way', async () => {
    await kong.remove('plugins', idOf('plugins', 'rate-limiting'));
    await kong.sql(`UPDATE sync_scope SET locked_until = now() + interval '1 hour' WHERE scope LIKE 'version:%'`);
    await kong.sweep();
    expect(await kong.findings()).toEqual([]);
    await kong.sql('UPDATE sync_scope SET locked_until = NULL');
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([{ finding: 'missing', name: 'rate-limiting' }]);
  });

  it('finds nothing in what was pushed after it began', async () => {
    const end = holdAnswersTo('/key-auths?');
    const sweeping = kong.sweep();
    await waitUntil('the sweep is under way', () =>
      kong.fake.requests.log.some(({ path }) => path.startsWith('/key-auths?')),
    );
    const { version } = desiredScopes(kong);
    await kong.push({ ...version, upstreamUrl: 'http://other.internal' } as typeof version);
    end();
    await sweeping;
    expect(await kong.findings()).toEqual([]);
    expect((await kong.row()).sweep_error).toBeNull();
  });

  it('leaves a gateway alone that another sweep looks at', async () => {
    const end = holdAnswersTo('/routes?');
    const sweeps = [kong.sweep(), kong.sweep()];
    // The one that leaves it alone is not held.
    await Promise.race(sweeps);
    end();
    await Promise.all(sweeps);
    expect(kong.fake.requests.log.filter(({ path }) => path.startsWith('/services?'))).toHaveLength(1);
  });

  it('lets the next one begin as soon as it has ended', async () => {
    const sweptAt = [];
    for (let sweep = 0; sweep < 5; sweep++) {
      await kong.sweep();
      sweptAt.push((await kong.sql('SELECT swept_at::text FROM gateway'))[0]!.swept_at);
    }
    expect(new Set(sweptAt).size).toBe(5);
  });
});
