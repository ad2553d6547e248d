import { maxWritesUnderWay } from '#gateway';
import { waitUntil } from '#testing';
import { chanceOf } from './test-support/chance.js';
import { type FaultyGateway, MOST_AT_ONCE, type Seen } from './test-support/faulty-gateway.js';
import { objectsOf } from './test-support/fill-catalogue.js';
import { inForm, TEST_MS, WAIT_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const KILLS = inForm(5, 200);
const SIZE = { applications: inForm(124, 2_499), subscribed: true };
const OBJECTS = objectsOf(SIZE);

let stage: Stage;
let gateway: FaultyGateway;
let gatewayId: string;

beforeEach(async () => {
  stage = await Stage.open(SIZE);
  gateway = await stage.startGateway();
  gatewayId = await stage.register(gateway);
}, TEST_MS);

afterEach(() => stage.close());

async function expectAsIfUndisturbed(): Promise<void> {
  await stage.converged(gatewayId);
  const state = gateway.state();
  expect(state).toHaveLength(OBJECTS);
  expect(state).toEqual(await stage.undisturbedState());
}

describe('a worker that is killed', () => {
  it(
    `${KILLS} times at random points leaves what an undisturbed one leaves, with few writes repeated`,
    async () => {
      const points = Array.from({ length: KILLS }, (_, kill) => 1 + Math.floor(chanceOf('kill', kill) * (OBJECTS - 1)));
      gateway.strike = () => ({ kind: 'delay', delayMs: 2 });
      for (const point of points.sort((a, b) => a - b)) {
        const worker = stage.startWorkerProcess();
        await waitUntil(`${point} writes`, () => gateway.writes >= point, WAIT_MS);
        await worker.kill();
        await stage.letTimePass();
      }
      await stage.startWorker();
      await expectAsIfUndisturbed();
      expect(gateway.catalogueWrites().length).toBeLessThanOrEqual(OBJECTS + KILLS * maxWritesUnderWay);
    },
    TEST_MS,
  );

  it(
    'between the answer of the gateway and the note of it sends the same object again, and no other',
    async () => {
      const held: Seen[] = [];
      gateway.strike = (request) => {
        if (request.method !== 'PUT' || gateway.writes < OBJECTS / 2) return undefined;
        held.push(request);
        return { kind: 'apply-and-hold' };
      };
      const worker = stage.startWorkerProcess();
      await waitUntil('every slot to wait for its answer', () => held.length >= MOST_AT_ONCE, WAIT_MS);
      const answered = gateway.writesOf.size - held.length;
      await waitUntil(
        'a note of all that was answered',
        async () => (await stage.noted(gatewayId)) === answered,
        WAIT_MS,
      );
      await worker.kill();
      gateway.strike = () => undefined;
      await stage.letTimePass();
      await stage.startWorker();
      await expectAsIfUndisturbed();
      expect(held.map(({ path }) => gateway.writesOf.get(path))).toEqual(held.map(() => 2));
      const repeated = gateway.catalogueWrites().filter(({ fault }) => fault !== undefined);
      expect(gateway.catalogueWrites()).toHaveLength(OBJECTS + repeated.length);
    },
    TEST_MS,
  );
});
