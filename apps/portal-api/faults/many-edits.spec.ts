import type { FaultyGateway } from './test-support/faulty-gateway.js';
import { inForm, TEST_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const EDITS = inForm(200, 1_000);
const FIRST = 1_000_000;

let stage: Stage;
let gateway: FaultyGateway;
let gatewayId: string;

beforeEach(async () => {
  stage = await Stage.open({ applications: 1, subscribed: true });
  gateway = await stage.startGateway();
  gatewayId = await stage.register(gateway);
}, TEST_MS);

afterEach(() => stage.close());

async function edit(): Promise<void> {
  for (let count = 1; count <= EDITS; count++) await stage.editPlan(FIRST + count);
}

function expectLastValue(): void {
  const limits = [...gateway.objects('plugins')].filter(({ consumer }) => consumer);
  expect(limits).toMatchObject([{ config: { minute: FIRST + EDITS } }]);
}

describe(`${EDITS} edits of one thing`, () => {
  it(
    'that come within one moment of the worker are one write, of the last value',
    async () => {
      const worker = stage.startWorkerProcess();
      await stage.converged(gatewayId);
      worker.pause();
      gateway.forget();
      await edit();
      worker.resume();
      await stage.converged(gatewayId);
      expect(gateway.catalogueWrites().length).toBeLessThanOrEqual(2);
      expectLastValue();
    },
    TEST_MS,
  );

  it(
    'that come while the worker runs are at most two writes a second, and the last value wins',
    async () => {
      await stage.startWorker();
      await stage.converged(gatewayId);
      gateway.forget();
      const startedMs = performance.now();
      await edit();
      const seconds = Math.ceil((performance.now() - startedMs) / 1_000);
      await stage.converged(gatewayId);
      expect(gateway.catalogueWrites().length).toBeLessThanOrEqual(2 * seconds);
      expectLastValue();
    },
    TEST_MS,
  );
});
