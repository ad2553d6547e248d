import type { FakeAdmin } from '#kong-admin';
import { waitUntil } from '#testing';
import { applicationScopes, SyncStage } from '../test-support/sync-stage.js';
import { inForm, TEST_MS, WAIT_MS } from './test-support/form.js';
import { WorkerProcess } from './test-support/worker-process.js';

const APPLICATIONS = inForm(20, 500);

let stage: SyncStage;
let fake: FakeAdmin;
let id: string;
let processes: WorkerProcess[];

beforeEach(async () => {
  stage = await SyncStage.open();
  processes = [];
  ({ id, fake } = await stage.gateway({ database: 'off' }));
});
afterEach(async () => {
  await Promise.all(processes.map((worker) => worker.kill()));
  await stage.close();
});

function startWorker(): WorkerProcess {
  const worker = new WorkerProcess(stage.database.url, {});
  processes.push(worker);
  return worker;
}

const documents = () => fake.requests.log.filter(({ method }) => method === 'POST');
const isDone = async () =>
  (await stage.sql('SELECT FROM sync_scope WHERE applied < wished')).length === 0 &&
  (await stage.sql('SELECT FROM inventory_object')).length > 0;

describe('a worker that writes a whole configuration', () => {
  it(
    'and is killed between the answer and its note leaves it to the next, which sends the same and changes nothing',
    async () => {
      await stage.wish(['gateway', stage.version, ...applicationScopes(await stage.applications(APPLICATIONS))]);
      fake.plan = ({ method }) => (method === 'POST' ? { kind: 'apply-and-hold' } : undefined);
      const killed = startWorker();
      await waitUntil('the configuration to be sent', () => Promise.resolve(documents().length === 1), WAIT_MS);
      await killed.kill();
      const stands = structuredClone([...fake.model.all('plugins'), ...fake.model.all('routes')]);
      fake.plan = undefined;
      startWorker();
      await waitUntil('the next worker to be done', isDone, WAIT_MS);
      expect(new Set(documents().map(({ body }) => body)).size).toBe(1);
      expect([...fake.model.all('plugins'), ...fake.model.all('routes')]).toEqual(stands);
      expect(fake.model.count('keyauth_credentials')).toBe(APPLICATIONS);
      const [row] = await stage.sql('SELECT watermark::int FROM gateway WHERE id = $1', [id]);
      expect(row).toEqual({ watermark: 1 });
    },
    TEST_MS,
  );
});
