import type { CredentialSyncDto } from '#contract';
import { waitUntil } from '#testing';
import { type FaultyGateway, isWrite, MOST_AT_ONCE } from './test-support/faulty-gateway.js';
import { inForm, TEST_MS, WAIT_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const REVOKED = inForm(500, 20_000);
/** So many are asked for at the same time. */
const CALLERS = 10;

let stage: Stage;
afterEach(() => stage.close());

it(
  `${REVOKED} keys that are revoked while the gateway is down are the first that it hears of when it is back`,
  async () => {
    const size = { applications: REVOKED + inForm(100, 2_000), subscribed: true };
    stage = await Stage.open(size);
    const gateway = await stage.startGateway();
    const gatewayId = await stage.register(gateway);
    await stage.startWorker();
    await stage.converged(gatewayId);

    gateway.away = true;
    await stage.found(gatewayId, false);
    await stage.editPlan(777);
    const revoked = await stage.oneKeyEach(REVOKED);
    const callers = Array.from({ length: CALLERS }, async (_, caller) => {
      for (let next = caller; next < revoked.length; next += CALLERS)
        await stage.revokeKey(revoked[next]!.applicationId, revoked[next]!.keyId);
    });
    await Promise.all(callers);
    const [first] = await stage.keys(revoked[0]!.applicationId);
    expect(first).toMatchObject({ state: 'revoked', gateways: [{ removedAt: null, gatewayReachable: false }] });

    gateway.forget();
    gateway.away = false;
    await stage.found(gatewayId, true);
    await stage.converged(gatewayId);
    const written = gateway.seen.filter(isWrite).map(({ method, path }) => `${method} ${path.split('/')[1]}`);
    const revocations = written.filter((write) => write === 'DELETE key-auths');
    expect(revocations).toHaveLength(REVOKED);
    // A group goes with its key. Whatever else waits comes when the last revocation is on its way.
    const others = written
      .slice(0, written.lastIndexOf('DELETE key-auths'))
      .filter((one) => one !== 'DELETE key-auths' && one !== 'DELETE acls');
    expect(others.length).toBeLessThan(MOST_AT_ONCE);
    expect([...gateway.objects('keyauth_credentials')]).toHaveLength(size.applications - REVOKED);
    await waitUntil(
      'the last key to be seen refused',
      async () => (await stage.keys(revoked.at(-1)!.applicationId))[0]!.gateways[0]!.removedAt,
      WAIT_MS,
    );
  },
  TEST_MS,
);

describe('a gateway whose nodes let a revoked key in for a while', () => {
  let gateway: FaultyGateway;
  let applicationId: string;

  const sync = async (): Promise<CredentialSyncDto> => (await stage.keys(applicationId))[0]!.gateways[0]!;

  /** Waits until every node has been asked so many times more. */
  async function asked(times: number): Promise<void> {
    const before = gateway.nodes.map(({ calls }) => calls);
    const isAsked = () => gateway.nodes.every(({ calls }, index) => calls >= before[index]! + times);
    await waitUntil('the nodes to be asked', isAsked, WAIT_MS);
  }

  beforeEach(async () => {
    stage = await Stage.open({ applications: 1, subscribed: true });
    gateway = await stage.startGateway({ nodes: 2 });
    const gatewayId = await stage.register(gateway);
    await stage.startWorker();
    await stage.converged(gatewayId);
    [applicationId] = (await stage.applicationIds(1)) as [string];
    await waitUntil('the key to be live', async () => (await sync()).liveAt, WAIT_MS);
    for (const node of gateway.nodes) node.lag.credentialsMs = Infinity;
  }, TEST_MS);

  it(
    'has it called revoked when the last of them was seen to refuse it, and not before',
    async () => {
      const [key] = await stage.keys(applicationId);
      await stage.revokeKey(applicationId, key!.id);
      await waitUntil('the control plane to drop it', () => gateway.count('keyauth_credentials') === 0, WAIT_MS);
      await asked(3);
      expect(await sync()).toMatchObject({ state: 'taken', removedAt: null, nodes: { total: 2, confirmed: 0 } });

      gateway.nodes[0]!.propagate();
      await waitUntil('one node to refuse it', async () => (await sync()).nodes.confirmed === 1, WAIT_MS);
      expect(await sync()).toMatchObject({ state: 'taken', removedAt: null });

      gateway.nodes[1]!.propagate();
      await waitUntil('both nodes to refuse it', async () => (await sync()).removedAt, WAIT_MS);
      expect(await sync()).toMatchObject({ state: 'confirmed', nodes: { total: 2, confirmed: 2 } });
    },
    TEST_MS,
  );
});
