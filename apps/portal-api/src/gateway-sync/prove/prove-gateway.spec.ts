import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitUntil } from '#testing';
import { ProvenGateway, type ProvenKey } from '../../../test-support/proven-gateway.js';

let gateway: ProvenGateway;
let stopWorking: () => Promise<void>;

beforeEach(async () => {
  gateway = await ProvenGateway.start(3);
  stopWorking = gateway.work();
});

afterEach(async () => {
  await stopWorking();
  await gateway.stop();
});

async function newKey(): Promise<ProvenKey> {
  const [key] = await gateway.issue();
  return key!;
}

async function liveKey(): Promise<ProvenKey> {
  const key = await newKey();
  await gateway.take([key]);
  await confirmed(key);
  return key;
}

const confirmed = (key: ProvenKey) =>
  waitUntil('the key to be confirmed', async () => {
    const status = await gateway.keyStatus(key);
    return status.state === 'confirmed' ? status : null;
  });

const shownBy = (key: ProvenKey, nodes: number) =>
  waitUntil(`${nodes} nodes to show it`, async () => {
    const status = await gateway.keyStatus(key);
    return status.nodes.confirmed === nodes ? status : null;
  });

describe('a new key', () => {
  it('is usable once every node was seen to let it in', async () => {
    const key = await newKey();
    expect(await gateway.keyStatus(key)).toMatchObject({ state: 'pending', liveAt: null });
    await gateway.take([key]);
    const status = await confirmed(key);
    expect(status).toMatchObject({ nodes: { total: 3, confirmed: 3, unreachable: 0 }, error: null });
    expect(Date.parse(status.confirmedAt!)).toBeGreaterThanOrEqual(Date.parse(status.takenAt!));
    expect(status.liveAt).toBe(status.confirmedAt);
  });

  it('is usable with the nodes that are there, and is asked of the one that comes back', async () => {
    gateway.nodes[2]!.away = true;
    const key = await newKey();
    await gateway.take([key]);
    const { liveAt, nodes } = await confirmed(key);
    expect(nodes).toEqual({ total: 3, confirmed: 2, unreachable: 1 });
    const { rows } = await gateway.sql.query('SELECT error FROM gateway_node WHERE NOT reachable');
    expect(rows).toEqual([{ error: expect.stringContaining('cannot be reached') }]);
    gateway.nodes[2]!.away = false;
    expect(await shownBy(key, 3)).toMatchObject({ state: 'confirmed', liveAt, nodes: { unreachable: 0 } });
  });

  it('is not called usable while a node that is there has remembered that it did not exist', async () => {
    gateway.nodes[0]!.lag.credentialsMs = Infinity;
    const key = await newKey();
    expect(await gateway.askNode(0, key)).toBe('refused');
    await gateway.take([key]);
    const status = await shownBy(key, 2);
    expect(status).toMatchObject({ state: 'taken', liveAt: null, confirmedAt: null, nodes: { unreachable: 0 } });
    gateway.nodes[0]!.propagate();
    expect((await confirmed(key)).nodes.confirmed).toBe(3);
  });

  it('is called usable by nobody while no node answers', async () => {
    for (const node of gateway.nodes) node.away = true;
    const key = await newKey();
    await gateway.take([key]);
    await waitUntil('all to be found away', async () => (await gateway.keyStatus(key)).nodes.unreachable === 3);
    expect(await gateway.keyStatus(key)).toMatchObject({ state: 'taken', liveAt: null });
    for (const node of gateway.nodes) node.away = false;
    await confirmed(key);
  });

  it('is asked about no more once it was seen everywhere, also when the gateway is filled again', async () => {
    const key = await liveKey();
    await gateway.sql.query(`UPDATE inventory_object SET wished_hash = ''`);
    await gateway.confirm();
    const { rows } = await gateway.sql.query('SELECT probe_at FROM credential_confirmation WHERE credential_id = $1', [
      key.id,
    ]);
    expect(rows).toEqual([{ probe_at: null }]);
  });
});

describe('a revoked key', () => {
  it('is not called removed while a node still lets it in, although the control plane has dropped it', async () => {
    const key = await liveKey();
    gateway.nodes[1]!.lag.credentialsMs = Infinity;
    await gateway.drop([key]);
    expect(await shownBy(key, 2)).toMatchObject({ state: 'taken', removedAt: null, takenAt: expect.any(String) });
    expect(await gateway.askNode(1, key)).toBe('accepted');
    gateway.nodes[1]!.propagate();
    const status = await confirmed(key);
    expect(status).toMatchObject({ nodes: { total: 3, confirmed: 3, unreachable: 0 } });
    expect(status.removedAt).toBe(status.confirmedAt);
  });

  it('is seen to be refused even if it was revoked before any gateway had it', async () => {
    const key = await newKey();
    await gateway.drop([key]);
    expect(await confirmed(key)).toMatchObject({
      liveAt: null,
      removedAt: expect.any(String),
      nodes: { confirmed: 3 },
    });
  });

  it('is not called removed any more when a node comes back that still lets it in', async () => {
    const key = await liveKey();
    gateway.nodes[2]!.lag.credentialsMs = Infinity;
    gateway.nodes[2]!.away = true;
    await gateway.drop([key]);
    expect((await confirmed(key)).nodes).toEqual({ total: 3, confirmed: 2, unreachable: 1 });
    gateway.nodes[2]!.away = false;
    await waitUntil('the node to be back', async () => (await gateway.keyStatus(key)).nodes.unreachable === 0);
    expect(await gateway.keyStatus(key)).toMatchObject({ state: 'taken', removedAt: null, nodes: { confirmed: 2 } });
    gateway.nodes[2]!.propagate();
    expect((await confirmed(key)).nodes.confirmed).toBe(3);
  });
});

describe('everything else', () => {
  it('is confirmed when every node that is there shows the number that was written after it', async () => {
    const scope = `version:${gateway.applicationId}` as const;
    gateway.nodes[1]!.lag.routesMs = Infinity;
    gateway.nodes[2]!.away = true;
    await gateway.push(scope);
    await waitUntil('a node to show it', async () => (await gateway.scopeStatus(scope)).nodes.confirmed === 1);
    expect(await gateway.scopeStatus(scope)).toMatchObject({ state: 'taken', confirmedAt: null });
    gateway.nodes[1]!.propagate();
    const status = await waitUntil('both to show it', async () => {
      const now = await gateway.scopeStatus(scope);
      // Until the time is written down, which is the next statement, the one of its push stands for it.
      return now.state === 'confirmed' && now.confirmedAt !== now.takenAt ? now : null;
    });
    expect(status.nodes).toEqual({ total: 3, confirmed: 2, unreachable: 1 });
    expect(Date.parse(status.confirmedAt!)).toBeGreaterThanOrEqual(Date.parse(status.takenAt!));
    gateway.nodes[2]!.away = false;
    await waitUntil('all to show it', async () => (await gateway.scopeStatus(scope)).nodes.confirmed === 3);
    expect((await gateway.scopeStatus(scope)).confirmedAt).toBe(status.confirmedAt);
  });
});

describe('an address behind which no gateway is', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer((_, response) => response.end('fine'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));

  it('proves nothing by saying yes to everything', async () => {
    await gateway.sql.query('DELETE FROM gateway_node');
    await gateway.addNodes([`http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
    const key = await newKey();
    await gateway.take([key]);
    await waitUntil('it to be found out', async () => (await gateway.keyStatus(key)).nodes.unreachable === 1);
    expect(await gateway.keyStatus(key)).toMatchObject({ state: 'taken', liveAt: null, nodes: { confirmed: 0 } });
  });
});

it('believes the control plane of a gateway without nodes', async () => {
  await gateway.sql.query('DELETE FROM gateway_node');
  const key = await liveKey();
  expect((await gateway.keyStatus(key)).nodes).toEqual({ total: 0, confirmed: 0, unreachable: 0 });
  await gateway.drop([key]);
  await confirmed(key);
});
