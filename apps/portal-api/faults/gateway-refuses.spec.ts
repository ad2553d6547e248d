import { chanceOf } from './test-support/chance.js';
import { type FaultyGateway, isWrite, MOST_AT_ONCE } from './test-support/faulty-gateway.js';
import { objectsOf } from './test-support/fill-catalogue.js';
import { inForm, TEST_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const SIZE = { applications: inForm(60, 2_499), subscribed: true };
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

const mostWritesOfOne = () => Math.max(...gateway.catalogueWrites().map(({ path }) => gateway.writesOf.get(path)!));

describe('a gateway that refuses', () => {
  it(
    '30 % of all writes for the moment is filled all the same, and gets the peace that it asks for',
    async () => {
      const asked: number[] = [];
      let struck = 0;
      gateway.strike = (request) => {
        const { path, atMs } = request;
        if (!isWrite(request) || chanceOf(path, gateway.writesOf.get(path) ?? 0) >= 0.3) return undefined;
        struck += 1;
        if (struck % 25 > 0) return { kind: 'refuse', status: [500, 502, 503][struck % 3]! };
        asked.push(atMs);
        return { kind: 'refuse', status: 429, retryAfterSeconds: 1 };
      };
      await stage.startWorker();
      await stage.converged(gatewayId);
      expect(gateway.state()).toEqual(await stage.undisturbedState());
      expect(gateway.state()).toHaveLength(OBJECTS);
      expect(struck).toBeGreaterThan(OBJECTS / 5);
      // One write needs 1.43 attempts at this rate, on average.
      expect(gateway.writes).toBeLessThan(2 * OBJECTS);
      expect(mostWritesOfOne()).toBeLessThanOrEqual(12);
      // Only what was under way when it asked.
      const writes = gateway.seen.filter(isWrite);
      const inPeace = asked.map((atMs) => writes.filter((one) => one.atMs > atMs && one.atMs < atMs + 950).length);
      expect(Math.max(...inPeace)).toBeLessThan(2 * MOST_AT_ONCE);
    },
    TEST_MS,
  );

  it(
    '1 % of the objects for good gets the others, says why, and is not asked again and again',
    async () => {
      const refused = new Set<string>();
      gateway.strike = ({ method, path }) => {
        if (method !== 'PUT' || !path.startsWith('/key-auths/')) return undefined;
        if (refused.size < OBJECTS / 100) refused.add(path);
        return refused.has(path) ? { kind: 'refuse', status: 400 } : undefined;
      };
      await stage.startWorker();
      const { failed, failures } = await stage.settled(gatewayId);
      expect(failed).toBe(refused.size);
      expect(new Set(failures.map(({ error }) => error))).toEqual(
        new Set(['key-auths: 400 An unexpected error occurred']),
      );
      expect(gateway.state()).toHaveLength(OBJECTS - refused.size);

      await stage.addKey(await stage.addApplication('later'));
      expect((await stage.settled(gatewayId)).failed).toBe(refused.size);
      expect(gateway.state()).toHaveLength(OBJECTS - refused.size + 2);
      expect(mostWritesOfOne()).toBe(1);
    },
    TEST_MS,
  );
});
