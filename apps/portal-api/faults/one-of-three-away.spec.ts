import { waitUntil } from '#testing';
import type { FaultyGateway } from './test-support/faulty-gateway.js';
import { objectsOf } from './test-support/fill-catalogue.js';
import { inForm, TEST_MS, WAIT_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const SIZE = { applications: inForm(60, 2_499), subscribed: true };

let stage: Stage;
let gateways: FaultyGateway[];
let ids: string[];

beforeAll(async () => {
  stage = await Stage.open(SIZE);
  gateways = [await stage.startGateway(), await stage.startGateway(), await stage.startGateway()];
  ids = [];
  for (const gateway of gateways) ids.push(await stage.register(gateway));
  gateways[1]!.away = true;
}, TEST_MS);

afterAll(() => stage.close());

const sizes = () => gateways.map((gateway) => gateway.state().length);

it(
  'of three gateways the two that are there are filled, each has its own status, and the third follows',
  async () => {
    await stage.startWorker();
    const [first, second, third] = ids as [string, string, string];
    await Promise.all([stage.converged(first), stage.converged(third), stage.found(second, false)]);
    const objects = objectsOf(SIZE);
    expect(sizes()).toEqual([objects, 0, objects]);
    const [applicationId] = await stage.applicationIds(1);
    const statusOf = async (id: string) => {
      const [key] = await stage.keys(applicationId!);
      return key!.gateways.find(({ gatewayId }) => gatewayId === id)!;
    };
    for (const id of [first, third])
      await waitUntil('the key to be live there', async () => (await statusOf(id)).state === 'confirmed', WAIT_MS);
    expect(await statusOf(second)).toMatchObject({ state: 'pending', takenAt: null, gatewayReachable: false });
    expect(await stage.gateway(second)).toMatchObject({ reachable: false, checkError: expect.any(String) });

    gateways[1]!.away = false;
    await stage.found(second, true);
    await stage.converged(second);
    expect(sizes()).toEqual([objects, objects, objects]);
    await waitUntil('the key to be live everywhere', async () => (await statusOf(second)).liveAt, WAIT_MS);
  },
  TEST_MS,
);
