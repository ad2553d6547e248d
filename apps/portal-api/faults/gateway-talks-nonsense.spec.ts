import type { Fault } from '#kong-admin';
import { waitUntil } from '#testing';
import type { FaultyGateway } from './test-support/faulty-gateway.js';
import { objectsOf } from './test-support/fill-catalogue.js';
import { inForm, TEST_MS, WAIT_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const SIZE = { applications: inForm(40, 2_499), subscribed: true };
const OBJECTS = objectsOf(SIZE);
const MEGABYTE = 1024 * 1024;
const GIGABYTE: Fault = { kind: 'drip', megabytes: 1024 };
const NONSENSE: Fault[] = [{ kind: 'garbage' }, { kind: 'half-answer' }, GIGABYTE];

let stage: Stage;
let gateway: FaultyGateway;
let gatewayId: string;

beforeAll(async () => {
  stage = await Stage.open(SIZE);
  gateway = await stage.startGateway();
  gatewayId = await stage.register(gateway);
  await stage.startWorker();
}, TEST_MS);

afterAll(() => stage.close());

it(
  'a gateway that answers writes with half an answer, no JSON or a gigabyte is filled all the same',
  async () => {
    const struck = new Set<string>();
    gateway.strike = ({ method, path }) => {
      if (method !== 'PUT' || !path.startsWith('/key-auths/') || struck.size >= 6 || struck.has(path)) return undefined;
      struck.add(path);
      return NONSENSE[struck.size % NONSENSE.length];
    };
    await stage.converged(gatewayId);
    expect(struck.size).toBe(6);
    expect(gateway.state()).toHaveLength(OBJECTS);
    // Two gigabytes were on their way; what was read of each is what one answer may have, and what sockets hold.
    expect(gateway.admin.requests.responseBytes).toBeLessThan(2 * 24 * MEGABYTE);
  },
  TEST_MS,
);

it.each<[string, Fault]>([
  ['pages without end', { kind: 'endless-pages' }],
  ['no JSON', { kind: 'garbage' }],
  ['half of it', { kind: 'half-answer' }],
  ['a gigabyte', GIGABYTE],
])(
  'a list that is %s ends the sweep, and nothing is believed of it',
  async (_, fault) => {
    gateway.strike = () => undefined;
    await stage.swept(gatewayId);
    const before = gateway.state();
    gateway.forget();
    gateway.admin.requests.reset();
    gateway.strike = ({ method, path }) => (method === 'GET' && path === '/consumers' ? fault : undefined);
    await stage.ask(gatewayId, 'sweep');
    const { drifted } = await waitUntil(
      'the sweep to break off',
      async () => {
        const found = await stage.gateway(gatewayId);
        return found.sweepError === null ? null : found;
      },
      WAIT_MS,
    );
    expect(drifted).toBe(0);
    expect(gateway.catalogueWrites()).toEqual([]);
    expect(gateway.state()).toEqual(before);
    expect(gateway.seen.filter(({ path }) => path === '/consumers').length).toBeLessThanOrEqual(3);
    expect(gateway.admin.requests.responseBytes).toBeLessThan(24 * MEGABYTE);
  },
  TEST_MS,
);
