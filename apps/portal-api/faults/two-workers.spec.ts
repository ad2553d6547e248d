import { waitUntil } from '#testing';
import { type FaultyGateway, isWrite, MOST_AT_ONCE } from './test-support/faulty-gateway.js';
import { inForm, TEST_MS, WAIT_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const SIZE = { applications: inForm(60, 2_499), subscribed: true };

let stage: Stage;
let gateway: FaultyGateway;
let gatewayId: string;

beforeEach(async () => {
  stage = await Stage.open(SIZE);
  gateway = await stage.startGateway();
  gatewayId = await stage.register(gateway);
}, TEST_MS);

afterEach(() => stage.close());

const limits = () => [...gateway.objects('plugins')].filter(({ consumer }) => consumer).map(({ config }) => config);
const allLimits = (minute: number) => limits().map(() => expect.objectContaining({ minute }));

describe('two workers', () => {
  it(
    'share a gateway without writing anything twice',
    async () => {
      const workers = [stage.startWorkerProcess(), stage.startWorkerProcess()];
      await stage.converged(gatewayId);
      expect(workers.every(({ isRunning }) => isRunning)).toBe(true);
      const paths = gateway.catalogueWrites().map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      expect(gateway.state()).toHaveLength(paths.length);
    },
    TEST_MS,
  );

  it(
    'one of which stood still past its lease: it writes nothing after the other has taken over',
    async () => {
      const stale = stage.startWorkerProcess();
      await stage.converged(gatewayId);
      gateway.forget();
      gateway.strike = (request) => (isWrite(request) ? { kind: 'apply-and-hold' } : undefined);
      await stage.editPlan(111);
      await waitUntil('every slot to wait for its answer', () => gateway.writes >= MOST_AT_ONCE, WAIT_MS);
      stale.pause();
      gateway.strike = () => undefined;
      // The lease must really run out, because the stale worker goes by its own clock.
      const held = `SELECT FROM sync_scope WHERE locked_until > now() LIMIT 1`;
      await waitUntil('its lease to run out', async () => (await stage.sql.query(held)).rowCount === 0, WAIT_MS);

      await stage.editPlan(222);
      await stage.startWorker();
      await stage.converged(gatewayId);
      expect(limits()).toEqual(allLimits(222));

      gateway.forget();
      stale.resume();
      await stale.stop();
      expect(gateway.catalogueWrites()).toEqual([]);
      expect(limits()).toEqual(allLimits(222));
    },
    TEST_MS,
  );
});
