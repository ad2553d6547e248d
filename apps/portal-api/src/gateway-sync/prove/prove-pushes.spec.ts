import type pg from 'pg';
import { type FakeNode, startFakeNode } from '#kong-admin';
import { createLogger } from '#platform';
import { waitUntil } from '#testing';
import { testConfig } from '../../../test-support/start-test-app.js';
import { applicationScopes, SyncStage } from '../../../test-support/sync-stage.js';
import { runWorker } from '../../run-worker.js';

let stage: SyncStage;
let gatewayId: string;
let nodes: FakeNode[];
let worker: Awaited<ReturnType<typeof runWorker>>;

beforeAll(async () => {
  stage = await SyncStage.open();
  const { id, fake } = await stage.gateway();
  gatewayId = id;
  nodes = await Promise.all([1, 2, 3].map(() => startFakeNode({ model: fake.model })));
  await stage.sql(
    `INSERT INTO gateway_node (gateway_id, url, position)
     SELECT $1, node.url, node.position FROM unnest($2::text[]) WITH ORDINALITY AS node(url, position)`,
    [gatewayId, nodes.map(({ url }) => url)],
  );
  worker = await runWorker(testConfig(stage.database.url), createLogger('spec', 'error'));
});

afterAll(async () => {
  await worker.stop();
  await Promise.all(nodes.map((node) => node.close()));
  await stage.close();
});

async function one<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row | undefined> {
  const [row] = await stage.sql<Row>(text, values);
  return row;
}

const confirmationOf = (keyId: string) =>
  one<{ live_at: Date | null; revoked_at: Date | null; taken_at: Date | null; dropped_at: Date | null }>(
    'SELECT * FROM credential_confirmation WHERE credential_id = $1',
    [keyId],
  );

const scopeOf = (scope: string) =>
  one<{ isApplied: boolean; confirmedAt: Date | null; watermark: number }>(
    `SELECT applied >= wished AS "isApplied", confirmed_at AS "confirmedAt", watermark::int FROM sync_scope WHERE scope = $1`,
    [scope],
  );

it('proves what a worker pushes: a version, an application, a key, and its end', async () => {
  const [applicationId] = await stage.applications(1);
  const [application] = applicationScopes([applicationId!]);
  const { id: keyId } = (await one<{ id: string }>('SELECT id FROM credential WHERE application_id = $1', [
    applicationId,
  ]))!;
  nodes[2]!.lag.routesMs = Infinity;
  await stage.wish(['gateway', stage.version, application!]);
  await waitUntil('the push', async () => (await scopeOf(application!))?.isApplied);
  await waitUntil('two nodes to show it', async () => {
    const shown = await one<{ count: number }>('SELECT count(*)::int FROM gateway_node WHERE watermark > 0', []);
    return shown?.count === 2;
  });
  expect((await scopeOf(stage.version))?.confirmedAt).toBeNull();
  expect((await confirmationOf(keyId))?.live_at).toBeNull();
  const waited = () =>
    stage.sql<{ position: number }>('SELECT position FROM gateway_node WHERE again_at IS NOT NULL', []);
  expect(await waited()).toEqual([{ position: 3 }]);
  nodes[2]!.lag.routesMs = 0;
  nodes[2]!.propagate();
  await waitUntil('the version to be confirmed', async () => (await scopeOf(stage.version))?.confirmedAt);
  await waitUntil('nobody to be waited for', async () => (await waited()).length === 0);
  await waitUntil('the application to be confirmed', async () => (await scopeOf(application!))?.confirmedAt);
  await waitUntil('the key to be live', async () => (await confirmationOf(keyId))?.live_at);

  nodes[1]!.lag.credentialsMs = Infinity;
  const { watermark } = (await scopeOf(application!))!;
  await stage.sql('UPDATE credential SET revoked_at = now() WHERE id = $1', [keyId]);
  await stage.sql(
    `INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1)
     SELECT gen_random_uuid(), application_id, environment_id, 'next', prefix, last_four, reverse(sha256), reverse(sha1)
     FROM credential WHERE id = $1`,
    [keyId],
  );
  await stage.wish([application!], { priority: 0 });
  await waitUntil('the gateway to drop it', async () => (await confirmationOf(keyId))?.dropped_at);
  expect((await confirmationOf(keyId))?.revoked_at).toBeNull();
  nodes[1]!.propagate();
  await waitUntil('all nodes to refuse it', async () => (await confirmationOf(keyId))?.revoked_at);
  expect((await scopeOf(application!))?.watermark).toBe(watermark);
});
