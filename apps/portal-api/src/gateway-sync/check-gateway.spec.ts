import type { FakeAdmin } from '#kong-admin';
import { type StagedWorker, SyncStage, writesOf } from '../../test-support/sync-stage.js';
import { CheckGateway } from './check-gateway.js';

let stage: SyncStage;
let worker: StagedWorker;
let fake: FakeAdmin;
let id: string;

beforeAll(async () => {
  stage = await SyncStage.open();
  worker = await stage.worker();
  ({ id, fake } = await stage.gateway());
  await stage.wish(['gateway', stage.version]);
  await worker.sync(id);
  await worker.sync(id, 'bulk');
  await worker.get(CheckGateway).run(id);
});
afterAll(() => stage.close());

it('fills a gateway that came back without our objects, once, and forgets what had drifted there', async () => {
  for (const kind of ['plugins', 'routes', 'services'] as const)
    for (const object of [...fake.model.all(kind)])
      await fetch(`${fake.url}/${kind}/${object.id}`, { method: 'DELETE' });
  await stage.sql(
    `INSERT INTO drift_finding (gateway_id, remote_id, kind, scope, finding, name)
     VALUES ($1, gen_random_uuid(), 'routes', 'gateway', 'changed', 'a route')`,
    [id],
  );
  await stage.sql('UPDATE gateway SET reachable = false, away_at = now() WHERE id = $1', [id]);
  fake.requests.reset();
  for (let checks = 0; checks < 3; checks++) await worker.get(CheckGateway).run(id);
  await worker.sync(id, 'bulk');
  await worker.sync(id, 'bulk');
  expect(await stage.states(id)).toEqual({ waiting: 0, failed: 0, errors: [] });
  expect(writesOf(fake)).toContain('PUT /services');
  expect(await stage.sql('SELECT FROM drift_finding WHERE gateway_id = $1', [id])).toEqual([]);
  const told = await stage.sql('SELECT action FROM audit_entry WHERE subject_id = $1 ORDER BY id', [id]);
  expect(told).toEqual([{ action: 'gateway.refilled' }, { action: 'gateway.back' }]);
});
