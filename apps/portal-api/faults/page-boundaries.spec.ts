import type { FaultyGateway } from './test-support/faulty-gateway.js';
import { objectsOf } from './test-support/fill-catalogue.js';
import { inForm, TEST_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

/** The largest page of a list. */
const PAGE = 1_000;

let stage: Stage;
let gateway: FaultyGateway;
let gatewayId: string;

async function fillWith(applications: number): Promise<void> {
  const size = { applications, subscribed: false };
  stage = await Stage.open(size);
  gateway = await stage.startGateway();
  gatewayId = await stage.register(gateway, { driftPolicy: 'repair' });
  await stage.startWorker();
  await stage.converged(gatewayId);
  expect(gateway.catalogueWrites()).toHaveLength(objectsOf(size));
}

afterEach(() => stage.close());

/** A sweep that may repair finds nothing to do, and one more application costs what it is. */
async function expectNobodyRecreated(consumers: number): Promise<void> {
  gateway.forget();
  const { drifted } = await stage.swept(gatewayId);
  expect([drifted, gateway.catalogueWrites().length, gateway.count('consumers')]).toEqual([0, 0, consumers]);
  await stage.addKey(await stage.addApplication(`number ${consumers + 1}`));
  await stage.converged(gatewayId);
  expect(gateway.catalogueWrites().map(({ path }) => path.split('/')[1])).toEqual(['consumers', 'key-auths']);
}

it(
  'with one consumer less than a page, a page and one more nobody is created again',
  async () => {
    await fillWith(PAGE - 1);
    for (const consumers of [PAGE - 1, PAGE, PAGE + 1]) await expectNobodyRecreated(consumers);
  },
  TEST_MS,
);

it(
  'with many pages of consumers nobody is created again',
  async () => {
    const consumers = inForm(2 * PAGE, 100 * PAGE);
    await fillWith(consumers);
    await expectNobodyRecreated(consumers);
  },
  TEST_MS,
);
