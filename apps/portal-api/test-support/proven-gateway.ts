import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type pg from 'pg';
import type { CredentialSyncDto, SyncStatusDto } from '#contract';
import type { DesiredScope, GatewayDriver, RemoteObject } from '#gateway';
import { type FakeNode, KongAdminModel, startFakeNode } from '#kong-admin';
import { createLogger, type JobTasks, startWorker, systemClock } from '#platform';
import { createTestDatabase } from '#testing';
import { CoreModule } from '../src/core.module.js';
import { KeySyncStore } from '../src/credentials/key-sync.store.js';
import { toKeySync } from '../src/credentials/to-key-sync.js';
import { POOL } from '../src/database/database.js';
import { DriversModule } from '../src/drivers.module.js';
import { CredentialConfirmationsStore } from '../src/gateway-sync/prove/credential-confirmations.store.js';
import { GatewayDrivers, type OpenGateway } from '../src/gateway-sync/gateway-drivers.js';
import { GatewayRowsStore } from '../src/gateway-sync/gateway-rows.store.js';
import { ProveGateway } from '../src/gateway-sync/prove/prove-gateway.js';
import { ProveGatewayStore } from '../src/gateway-sync/prove/prove-gateway.store.js';
import { SyncStatusStore } from '../src/gateway-sync/sync-status.store.js';
import { toSyncStatus } from '../src/gateway-sync/to-sync-status.js';
import { probeToken } from '../src/gateway-sync/prove/probe-token.js';
import { openPool } from './open-pool.js';
import { testConfig } from './start-test-app.js';

/** A key as the database knows it. */
export interface ProvenKey {
  id: string;
  digests: { sha1: string; sha256: string };
}

@Module({
  providers: [
    GatewayDrivers,
    GatewayRowsStore,
    ProveGateway,
    ProveGatewayStore,
    CredentialConfirmationsStore,
    SyncStatusStore,
    KeySyncStore,
  ],
})
class ProvingModule {}

/**
 * A gateway whose control plane is a model in memory and whose nodes are real sockets, one application, and the half of
 * the worker that proves. What a push would leave behind is left behind by `take` and `drop`.
 */
export class ProvenGateway {
  readonly gatewayId = randomUUID();
  readonly applicationId = randomUUID();
  private readonly standing = new Map<string, ProvenKey>();
  private watermark = 0;

  private constructor(
    readonly model: KongAdminModel,
    readonly nodes: FakeNode[],
    readonly sql: pg.Pool,
    readonly context: INestApplicationContext,
    private readonly close: () => Promise<void>,
  ) {}

  static async start(nodeCount: number): Promise<ProvenGateway> {
    const database = await createTestDatabase();
    const config = testConfig(database.url);
    const context = await NestFactory.createApplicationContext(
      {
        module: class Proving {},
        imports: [CoreModule.with(config, systemClock), DriversModule, ProvingModule],
      },
      { logger: false },
    );
    const model = new KongAdminModel();
    const nodes = await Promise.all(Array.from({ length: nodeCount }, () => startFakeNode({ model })));
    const sql = openPool(database.url);
    const gateway = new ProvenGateway(model, nodes, sql, context, async () => {
      await Promise.all(nodes.map((node) => node.close()));
      await sql.end();
      await context.close();
      await database.drop();
    });
    await gateway.register(probeToken(config, gateway.gatewayId));
    return gateway;
  }

  stop(): Promise<void> {
    return this.close();
  }

  /** A worker that does nothing but prove; the returned function stops it. */
  work(): () => Promise<void> {
    const prove = this.context.get(ProveGateway);
    const tasks = { 'prove-gateway': ({ gatewayId }) => prove.run(gatewayId) } as JobTasks;
    const pool = this.context.get<pg.Pool>(POOL);
    const logger = createLogger('spec', 'warn');
    const worker = startWorker({ pool, concurrency: 2, tasks, logger });
    prove.start((error) => logger.warn({ err: error }, 'no proofs'));
    return async () => void (await Promise.all([worker.stop(), prove.stop()]));
  }

  async issue(count = 1): Promise<ProvenKey[]> {
    const keys = Array.from({ length: count }, () => {
      const id = randomUUID();
      const sha1 = id.replaceAll('-', '').padEnd(40, '0');
      return { id, digests: { sha1, sha256: sha1.padEnd(64, '0') } };
    });
    await this.sql.query(
      `INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1)
       SELECT k.id, $1, g.environment_id, 'key', 'ghlAAAAA', 'ZZZZ', k.sha256, k.sha1
       FROM gateway g, unnest($2::uuid[], $3::text[], $4::text[]) AS k(id, sha256, sha1) WHERE g.id = $5`,
      [
        this.applicationId,
        keys.map(({ id }) => id),
        keys.map(({ digests }) => digests.sha256),
        keys.map(({ digests }) => digests.sha1),
        this.gatewayId,
      ],
    );
    return keys;
  }

  /** The control plane takes the keys. */
  async take(keys: ProvenKey[]): Promise<void> {
    for (const key of keys) this.standing.set(key.id, key);
    const objects = await this.putApplication();
    const taken = objects.filter(({ subjectId }) => keys.some(({ id }) => id === subjectId));
    await this.sql.query(
      `INSERT INTO inventory_object (gateway_id, scope, kind, remote_id, subject_id, wished_hash, answered_hash)
       SELECT $1, $2, 'key-auths', k.remote_id, k.subject_id, '-', '-'
       FROM unnest($3::uuid[], $4::uuid[]) AS k(remote_id, subject_id)`,
      [this.gatewayId, this.scope, taken.map(({ id }) => id), taken.map(({ subjectId }) => subjectId)],
    );
    await this.confirm();
  }

  /** The keys are revoked, and the control plane answers that it has deleted them. */
  async drop(keys: ProvenKey[]): Promise<void> {
    const ids = keys.map(({ id }) => id);
    await this.sql.query('UPDATE credential SET revoked_at = now() WHERE id = ANY($1)', [ids]);
    const { rows } = await this.sql.query<{ id: string }>(
      'DELETE FROM inventory_object WHERE subject_id = ANY($1) RETURNING remote_id AS id',
      [ids],
    );
    for (const { id } of rows) this.admin('DELETE', `/key-auths/${id}`);
    for (const id of ids) this.standing.delete(id);
    await this.confirm();
  }

  async confirm(): Promise<void> {
    if (await this.context.get(CredentialConfirmationsStore).confirm([this.applicationId], this.gatewayId))
      await this.ring();
  }

  /** A scope was pushed, and a number after it. */
  async push(scope: DesiredScope['scope']): Promise<void> {
    this.watermark += 1;
    await this.sql.query(
      `INSERT INTO sync_scope AS s (gateway_id, scope, applied, applied_at, watermark)
       VALUES ($1, $2, 1, now(), $3), ($1, 'watermark', 1, now(), $3)
       ON CONFLICT (gateway_id, scope) DO UPDATE SET watermark = EXCLUDED.watermark, applied_at = EXCLUDED.applied_at`,
      [this.gatewayId, scope, this.watermark],
    );
    await this.sql.query('UPDATE gateway SET watermark = $2 WHERE id = $1', [this.gatewayId, this.watermark]);
    await this.put({ scope: 'watermark', number: this.watermark, probe: { token: this.token } });
    await this.ring();
  }

  async keyStatus({ id }: ProvenKey): Promise<CredentialSyncDto> {
    const [row] = await this.context.get(KeySyncStore).ofKeys(this.applicationId, [id]);
    const { rows } = await this.sql.query('SELECT FROM credential WHERE id = $1 AND revoked_at IS NULL', [id]);
    return toKeySync(row!, rows.length === 1, true);
  }

  async scopeStatus(scope: DesiredScope['scope']): Promise<SyncStatusDto> {
    const [row] = await this.context.get(SyncStatusStore).ofScopes([scope]);
    return toSyncStatus(row!, true);
  }

  /** Asks a node as our probes do. */
  async askNode(index: number, key: ProvenKey): Promise<string> {
    const { probe } = await this.driver();
    return (await probe!.credential(this.nodes[index]!.url, this.token, key.digests)).outcome;
  }

  private token = '';

  private get scope(): `application:${string}` {
    return `application:${this.applicationId}`;
  }

  private async register(token: string): Promise<void> {
    this.token = token;
    const teamId = randomUUID();
    await this.sql.query(
      `INSERT INTO gateway (id, environment_id, slug, name, kind, admin_url, proxy_url, reachable)
       SELECT $1, e.id, 'kong', 'Kong', 'kong', 'http://127.0.0.1:1', 'http://127.0.0.1:1', true
       FROM environment e WHERE e.slug = 'live'`,
      [this.gatewayId],
    );
    await this.addNodes(this.nodes.map(({ url }) => url));
    await this.sql.query(`INSERT INTO team (id, slug, name, kind) VALUES ($1, 'shop', 'Shop', 'provider')`, [teamId]);
    await this.sql.query(`INSERT INTO application (id, team_id, name, updated_at) VALUES ($1, $2, 'Till', now())`, [
      this.applicationId,
      teamId,
    ]);
    await this.sql.query(`INSERT INTO sync_scope (gateway_id, scope, applied, applied_at) VALUES ($1, $2, 1, now())`, [
      this.gatewayId,
      this.scope,
    ]);
    const usageLog = { url: 'http://127.0.0.1:9/', headers: {} };
    await this.put({ scope: 'gateway', usageLog, probe: { token } });
  }

  async addNodes(urls: string[]): Promise<void> {
    await this.sql.query(
      `INSERT INTO gateway_node (gateway_id, url, position)
       SELECT $1, node.url, node.position FROM unnest($2::text[]) WITH ORDINALITY AS node(url, position)`,
      [this.gatewayId, urls],
    );
  }

  private putApplication(): Promise<RemoteObject[]> {
    const credentials = [...this.standing.values()].map(({ id, digests }) => ({ credentialId: id, digests }));
    const { scope, applicationId } = this;
    return this.put({ scope, applicationId, label: 'Till', subscriptions: [], credentials });
  }

  private async put(desired: DesiredScope): Promise<RemoteObject[]> {
    const objects = (await this.driver()).toObjects(desired);
    for (const { kind, id, body } of objects) this.admin('PUT', `/${kind}/${id}`, body);
    return objects;
  }

  private async driver(): Promise<GatewayDriver> {
    return (await this.open()).driver;
  }

  private async open(): Promise<OpenGateway> {
    return (await this.context.get(GatewayDrivers).open(this.gatewayId))!;
  }

  private async ring(): Promise<void> {
    this.context.get(ProveGateway).ring(await this.open());
  }

  private admin(method: string, path: string, body: object = {}): void {
    const headers = { 'content-type': 'application/json' };
    const { status } = this.model.handle({ method, path, headers, body: JSON.stringify(body) });
    if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
  }
}
