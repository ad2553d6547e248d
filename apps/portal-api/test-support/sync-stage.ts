import { randomUUID } from 'node:crypto';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type pg from 'pg';
import type { ScopeName } from '#gateway';
import { type FakeAdmin, type FakeAdminOptions, startFakeAdmin } from '#kong-admin';
import { type SyncLane, systemClock } from '#platform';
import { createTestDatabase, type TestDatabase } from '#testing';
import { SyncGateway } from '../src/gateway-sync/push/sync-gateway.js';
import { WISH_SQL } from '../src/gateway-sync/sync-wishes.sql.js';
import { WorkerModule } from '../src/worker.module.js';
import { openPool } from './open-pool.js';
import { testConfig } from './start-test-app.js';

const OFFER_SQL = `
  WITH t AS (INSERT INTO team (id, slug, name, kind) VALUES (gen_random_uuid(), 'shop', 'Shop', 'provider') RETURNING id),
  s AS (INSERT INTO service (id, slug, name, owner_team_id, updated_at)
    SELECT gen_random_uuid(), 'orders', 'Orders', id, now() FROM t RETURNING id),
  p AS (INSERT INTO plan (id, service_id, slug, name, limit_per_minute, updated_at)
    SELECT gen_random_uuid(), id, 'free', 'Free', 5, now() FROM s)
  INSERT INTO version (id, service_id, name, state, base_path, upstream_url, updated_at)
  SELECT $1, id, 'v1', 'published', '/orders/v1', 'http://127.0.0.1:9', now() FROM s`;

const GATEWAY_SQL = `
  WITH g AS (INSERT INTO gateway (id, environment_id, slug, name, kind, admin_url, proxy_url)
    SELECT $1::uuid, id, $1::uuid::text, $1::uuid::text, 'kong', $2, 'http://127.0.0.1:9' FROM environment WHERE slug = 'live' RETURNING id)
  INSERT INTO deployment (version_id, gateway_id) SELECT v.id, g.id FROM version v, g`;

const APPLICATIONS_SQL = `
  WITH a AS (INSERT INTO application (id, team_id, name, updated_at)
    SELECT gen_random_uuid(), t.id, 'app ' || gen_random_uuid(), now() FROM team t, generate_series(1, $1::int) RETURNING id),
  x AS (INSERT INTO subscription (id, application_id, service_id, state, plan_id, updated_at)
    SELECT gen_random_uuid(), a.id, p.service_id, 'active', p.id, now() FROM a, plan p)
  SELECT id FROM a`;

const KEYS_SQL = `
  INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1)
  SELECT key.id, a.id, e.id, 'key', 'ghlAAAAA', 'ZZZZ', encode(sha256(key.id::text::bytea), 'hex'),
    left(encode(sha256(key.id::text::bytea), 'hex'), 40)
  FROM unnest($1::uuid[]) AS a(id) CROSS JOIN LATERAL (SELECT gen_random_uuid() AS id WHERE a.id IS NOT NULL) AS key,
    environment e WHERE e.slug = 'live'
  RETURNING id`;

/** A consumer, a limit, a group and a key. */
export const OBJECTS_PER_APPLICATION = 4;

/** A database with one offered version, gateways that are fakes, and workers without their job queue. */
export class SyncStage {
  readonly versionId = randomUUID();
  readonly version: ScopeName = `version:${this.versionId}`;
  private readonly workers: INestApplicationContext[] = [];
  private readonly fakes: FakeAdmin[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly pool: pg.Pool,
  ) {}

  static async open(): Promise<SyncStage> {
    const database = await createTestDatabase();
    const stage = new SyncStage(database, openPool(database.url));
    await stage.sql(OFFER_SQL, [stage.versionId]);
    return stage;
  }

  async sql<Row extends object = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }

  async worker(env: Record<string, string> = {}): Promise<StagedWorker> {
    const module = WorkerModule.with(testConfig(this.database.url, env), systemClock);
    const context = await NestFactory.createApplicationContext(module, { logger: false });
    this.workers.push(context);
    return new StagedWorker(context);
  }

  async gateway(options: FakeAdminOptions = {}): Promise<{ id: string; fake: FakeAdmin }> {
    const fake = await startFakeAdmin(options);
    this.fakes.push(fake);
    const id = randomUUID();
    await this.sql(GATEWAY_SQL, [id, fake.url]);
    if (options.database === 'off') await this.sql(`UPDATE gateway SET writes = 'document' WHERE id = $1`, [id]);
    return { id, fake };
  }

  /** Applications that may call the version, each with a key. */
  async applications(count: number): Promise<string[]> {
    const ids = (await this.sql<{ id: string }>(APPLICATIONS_SQL, [count])).map(({ id }) => id);
    await this.keys(ids);
    return ids;
  }

  /** A key for each of the applications. */
  async keys(applicationIds: string[]): Promise<string[]> {
    return (await this.sql<{ id: string }>(KEYS_SQL, [applicationIds])).map(({ id }) => id);
  }

  /** Wishes as a feature does, of all gateways or of one. */
  async wish(scopes: ScopeName[], how: { priority?: 0 | 1 | 2; settles?: boolean; gatewayId?: string } = {}) {
    const { priority = 1, settles = false, gatewayId } = how;
    await this.sql(WISH_SQL, [scopes, gatewayId === undefined ? null : [gatewayId], priority, settles, null]);
  }

  async states(gatewayId: string) {
    const [counts] = await this.sql<{ waiting: number; failed: number; errors: string[] }>(
      `SELECT count(*) FILTER (WHERE applied < wished)::int AS waiting,
         count(*) FILTER (WHERE applied < wished AND failed_at IS NOT NULL)::int AS failed,
         COALESCE(array_agg(DISTINCT error) FILTER (WHERE error IS NOT NULL), '{}') AS errors
       FROM sync_scope WHERE gateway_id = $1 AND scope <> 'watermark'`,
      [gatewayId],
    );
    return counts!;
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await this.pool.end();
    await Promise.all(this.fakes.map((fake) => fake.close()));
    await this.database.drop();
  }
}

/** The background half of the program, of which the spec plays the queue. */
export class StagedWorker {
  constructor(private readonly context: INestApplicationContext) {}

  get<T>(type: Type<T>): T {
    return this.context.get(type);
  }

  sync(gatewayId: string, lane: SyncLane = 'now'): Promise<void> {
    return this.get(SyncGateway).run(gatewayId, lane);
  }
}

export const applicationScopes = (ids: string[]): ScopeName[] => ids.map((id): ScopeName => `application:${id}`);

export function writesOf(fake: FakeAdmin): string[] {
  return fake.requests.log
    .filter(({ method }) => method === 'PUT' || method === 'DELETE')
    .map(({ method, path }) => `${method} /${path.split('/')[1]}`);
}
