import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { FINDINGS_KEPT } from './sweep-limits.js';
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
    const body = status !== 200 ? services : (oneOf(url) ?? { data: url?.startsWith('/services?') ? services : [] });
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

const oneOf = (url: string | undefined) =>
  Array.isArray(services) ? services.find(({ id }) => url === `/services/${id}`) : undefined;
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

describe('of more drift than is kept', () => {
  const idOf = (index: number) => `0198c0de-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const counts = async () => {
    const [row] = await swept.sql(`SELECT count(*)::int AS kept, count(ignored_at)::int AS ignored,
      count(*) FILTER (WHERE jsonb_array_length(fields) > 0)::int AS told,
      (SELECT drift_left_out FROM gateway) AS "leftOut" FROM drift_finding`);
    return row;
  };

  beforeEach(async () => {
    services = Array.from({ length: FINDINGS_KEPT + 2 }, (_, index) => ({ id: idOf(index), name: 'by hand' }));
    await swept.sql(
      `INSERT INTO inventory_object
         (gateway_id, scope, kind, remote_id, wished_hash, answered_hash, answered, confirmed_at)
       SELECT $1, $2, 'services', id::uuid, 'sent', 'as sent', '{"name":"ours"}', now() - interval '1 second'
       FROM unnest($3::text[]) AS id`,
      [swept.gatewayId, `version:${swept.ids.version}`, Array.from({ length: FINDINGS_KEPT + 2 }, (_, at) => idOf(at))],
    );
    await swept.sweep();
  });

  it('the first are kept and the rest counted, in the audit log too', async () => {
    expect(await counts()).toEqual({ kept: FINDINGS_KEPT, ignored: 0, told: FINDINGS_KEPT, leftOut: 2 });
    expect(await swept.sql('SELECT after FROM audit_entry')).toMatchObject([
      { after: { changed: FINDINGS_KEPT, open: FINDINGS_KEPT, leftOut: 2 } },
    ]);
  });

  it('those stay that are known, however the list is ordered, and others come when they are gone', async () => {
    await swept.sql('UPDATE drift_finding SET ignored_at = now()');
    services = (services as unknown[]).reverse();
    await swept.sweep();
    expect(await counts()).toEqual({ kept: FINDINGS_KEPT, ignored: FINDINGS_KEPT, told: FINDINGS_KEPT, leftOut: 2 });
    await swept.sql('DELETE FROM drift_finding WHERE remote_id = $1', [idOf(0)]);
    await swept.sweep();
    expect(await counts()).toMatchObject({ kept: FINDINGS_KEPT, ignored: FINDINGS_KEPT - 1, leftOut: 2 });
  });
});
