import type { Fault } from '#kong-admin';
import { waitUntil } from '#testing';
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
  stage = await Stage.open(SIZE, { GATEWAY_TIMEOUT_MS: '2000' });
  gateway = await stage.startGateway();
  gatewayId = await stage.register(gateway);
}, TEST_MS);

afterEach(() => stage.close());

const isKey = (path: string) => path.startsWith('/key-auths/');

/** Strikes the first writes of so many keys, and remembers which. */
function strikeFirst(count: number, fault: Fault): Set<string> {
  const struck = new Set<string>();
  gateway.strike = ({ method, path }) => {
    if (method !== 'PUT' || !isKey(path) || struck.size >= count || struck.has(path)) return undefined;
    struck.add(path);
    return fault;
  };
  return struck;
}

/** What was asked about one object, in order, and what the gateway did to it. */
const story = (path: string) =>
  gateway.seen.filter((one) => one.path === path).map(({ method, fault }) => (fault ? `${method} ${fault}` : method));

describe('a gateway that takes a request and never answers', () => {
  it(
    'delays that object alone, and is asked what came of it before it is sent again',
    async () => {
      const struck = strikeFirst(3, { kind: 'hold' });
      await stage.startWorker();
      await stage.converged(gatewayId);
      for (const path of struck) {
        expect(story(path)).toEqual(['PUT hold', 'GET', 'PUT']);
        const [held, asked] = ['PUT', 'GET'].map((verb) =>
          gateway.seen.findIndex((one) => one.path === path && one.method === verb),
        );
        const meanwhile = gateway.seen.slice(held! + 1, asked).filter((one) => isWrite(one) && !struck.has(one.path));
        expect(meanwhile.length).toBeGreaterThan(0);
      }
      expect(gateway.state()).toHaveLength(OBJECTS);
    },
    TEST_MS,
  );

  it(
    'is filled even if that happens in every place at once, and more than once',
    async () => {
      const struck = strikeFirst(2.5 * MOST_AT_ONCE, { kind: 'hold' });
      await stage.startWorker();
      await stage.converged(gatewayId);
      expect(struck.size).toBe(2.5 * MOST_AT_ONCE);
      expect([...struck].map(story)).toEqual([...struck].map(() => ['PUT hold', 'GET', 'PUT']));
      expect(gateway.state()).toHaveLength(OBJECTS);
    },
    TEST_MS,
  );
});

describe('a gateway that does what it is asked and does not say so', () => {
  const FAULTS = ['apply-and-fail', 'apply-and-cut', 'half-answer', 'apply-and-hold'] as const;

  it(
    'is believed by what stands there: nothing is sent twice, and nothing is called failed',
    async () => {
      let strikes = 0;
      gateway.strike = ({ method, path }) => {
        if (method !== 'PUT' || chanceOf(path) > 0.05) return undefined;
        strikes += 1;
        return { kind: FAULTS[strikes % FAULTS.length]! };
      };
      await stage.startWorker();
      await stage.converged(gatewayId);
      expect(strikes).toBeGreaterThan(0);
      expect(gateway.catalogueWrites()).toHaveLength(OBJECTS);
      expect(new Set(gateway.catalogueWrites().map(({ path }) => path)).size).toBe(OBJECTS);
      expect(gateway.state()).toEqual(await stage.undisturbedState());
    },
    TEST_MS,
  );

  it(
    'is not asked twice to delete what is gone',
    async () => {
      await stage.startWorker();
      await stage.converged(gatewayId);
      gateway.forget();
      let strikes = 0;
      gateway.strike = (request) => (isWrite(request) ? { kind: FAULTS[strikes++ % 2]! } : undefined);
      const [applicationId] = await stage.applicationIds(1);
      const keyId = await stage.addKey(applicationId!);
      await waitUntil('the key to be there', () => gateway.count('keyauth_credentials') === SIZE.applications + 1);
      await stage.revokeKey(applicationId!, keyId);
      await stage.converged(gatewayId);
      expect(gateway.catalogueWrites().map(({ method, fault }) => `${method} ${fault}`)).toEqual([
        'PUT apply-and-fail',
        'DELETE apply-and-cut',
      ]);
      expect(gateway.count('keyauth_credentials')).toBe(SIZE.applications);
    },
    TEST_MS,
  );
});
