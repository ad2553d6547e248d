import { randomUUID } from 'node:crypto';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type pg from 'pg';
import { canonicalHash, type DesiredScope, type GatewayDriver, type RemoteObject } from '#gateway';
import { type FakeAdmin, startFakeAdmin } from '#kong-admin';
import { type Clock, systemClock } from '#platform';
import { createTestDatabase, type TestDatabase } from '#testing';
import { CoreModule } from '../src/core.module.js';
import { DriversModule } from '../src/drivers.module.js';
import { GatewayDrivers } from '../src/gateway-sync/gateway-drivers.js';
import { GatewayRowsStore } from '../src/gateway-sync/gateway-rows.store.js';
import { GatewaySyncModule } from '../src/gateway-sync/gateway-sync.module.js';
import { RefillEmptied } from '../src/gateway-sync/sweep/refill-emptied.js';
import { RepairDrift } from '../src/gateway-sync/sweep/repair-drift.js';
import { SweepGateway } from '../src/gateway-sync/sweep/sweep-gateway.js';
import { SweepStore } from '../src/gateway-sync/sweep/sweep.store.js';
import { openPool } from './open-pool.js';
import { testConfig } from './start-test-app.js';

/** A gateway with one version and one application of ours on it, and nobody who works for it but the spec. */
export interface SweptGateway {
  gatewayId: string;
  ids: { version: string; service: string; application: string; plan: string };
  database: TestDatabase;
  context: INestApplicationContext;
  fake: FakeAdmin;
  driver: GatewayDriver;
  sql<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  sweep(): Promise<void>;
  /** Puts what is desired on the gateway as a push does: with inventory, and with the scope applied. */
  push(desired: DesiredScope): Promise<RemoteObject[]>;
  /** The object as an admin of the gateway changes it by hand. */
  edit(kind: string, id: string, change: Record<string, unknown>): Promise<void>;
  /** Removes an object by hand. */
  remove(kind: string, id: string): Promise<void>;
  /** What the last sweep found, and what it wrote down of the gateway. */
  findings(): Promise<Record<string, unknown>[]>;
  row(): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export async function startSweptGateway(clock: Clock = systemClock): Promise<SweptGateway> {
  const database = await createTestDatabase();
  const pool = openPool(database.url);
  const fake = await startFakeAdmin();
  const context = await NestFactory.createApplicationContext(worker(database.url, clock), { logger: false });
  const sql: SweptGateway['sql'] = async (text, values = []) => (await pool.query(text, values)).rows as never;
  const gatewayId = randomUUID();
  const ids = await addCatalogue(sql, gatewayId, fake.url);
  const { driver } = (await context.get(GatewayDrivers).open(gatewayId))!;
  const call = async (method: string, kind: string, id: string, body?: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${fake.url}/${kind}/${id}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  };
  return {
    ...{ gatewayId, ids, database, context, fake, driver, sql },
    sweep: () => context.get(SweepGateway).run(gatewayId),
    push: (desired) => push(sql, gatewayId, driver, desired),
    edit: (kind, id, change) => call('PATCH', kind, id, change),
    remove: (kind, id) => call('DELETE', kind, id),
    findings: () =>
      sql(
        `SELECT finding, kind, scope, name, fields, ignored_at IS NOT NULL AS ignored FROM drift_finding ORDER BY kind, name`,
      ),
    row: async () =>
      (
        await sql(
          `SELECT swept_at, sweep_error, owned_counts AS owned, foreign_counts AS "foreign" FROM gateway WHERE id = $1`,
          [gatewayId],
        )
      )[0]!,
    close: async () => {
      await context.close();
      await pool.end();
      await fake.close();
      await database.drop();
    },
  };
}

/** The three scopes that the catalogue of `startSweptGateway` asks for. */
export function desiredScopes({
  ids,
}: Pick<SweptGateway, 'ids'>): Record<'gateway' | 'version' | 'application', DesiredScope> {
  const subscription = { serviceId: ids.service, serviceSlug: 'orders', versions: [{ versionId: ids.version }] };
  return {
    gateway: { scope: 'gateway', usageLog: { url: 'http://127.0.0.1:9', headers: {} }, probe: { token: 'token' } },
    version: {
      scope: `version:${ids.version}`,
      versionId: ids.version,
      serviceId: ids.service,
      serviceSlug: 'orders',
      versionName: 'v1',
      upstreamUrl: 'http://orders.internal:8080',
      basePath: '/orders/v1',
      hosts: [],
      stripBasePath: true,
    },
    application: {
      scope: `application:${ids.application}`,
      applicationId: ids.application,
      label: 'Shop',
      subscriptions: [{ ...subscription, limits: { minute: 5 } }],
      credentials: [{ credentialId: randomUUID(), digests: { sha1: '1'.repeat(40), sha256: '2'.repeat(64) } }],
    },
  };
}

function worker(databaseUrl: string, clock: Clock) {
  @Module({
    imports: [CoreModule.with(testConfig(databaseUrl), clock), DriversModule, GatewaySyncModule],
    providers: [SweepGateway, SweepStore, RepairDrift, RefillEmptied, GatewayDrivers, GatewayRowsStore],
  })
  class SweepingModule {}
  return SweepingModule;
}

async function push(
  sql: SweptGateway['sql'],
  gatewayId: string,
  driver: GatewayDriver,
  desired: DesiredScope,
): Promise<RemoteObject[]> {
  const objects = driver.toObjects(desired);
  for (const object of objects) {
    const { body } = await driver.put(object);
    await sql(
      `INSERT INTO inventory_object
         (gateway_id, scope, kind, remote_id, parent_id, wished_hash, answered_hash, answered, confirmed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() - interval '1 second')
       ON CONFLICT (gateway_id, remote_id) DO UPDATE SET wished_hash = EXCLUDED.wished_hash,
         answered_hash = EXCLUDED.answered_hash, answered = EXCLUDED.answered, confirmed_at = now()`,
      [
        ...[gatewayId, desired.scope, object.kind, object.id, object.parentId],
        ...[canonicalHash(object.body), canonicalHash(body), JSON.stringify(driver.publicBody(body))],
      ],
    );
  }
  await sql(
    `INSERT INTO sync_scope (gateway_id, scope, applied) VALUES ($1, $2, 1)
     ON CONFLICT (gateway_id, scope) DO UPDATE SET applied = sync_scope.wished`,
    [gatewayId, desired.scope],
  );
  return objects;
}

async function addCatalogue(
  sql: SweptGateway['sql'],
  gatewayId: string,
  adminUrl: string,
): Promise<SweptGateway['ids']> {
  const ids = { version: randomUUID(), service: randomUUID(), application: randomUUID(), plan: randomUUID() };
  const teamId = randomUUID();
  await sql(`INSERT INTO team (id, slug, name, kind) VALUES ($1, 'team-x', 'Team X', 'provider')`, [teamId]);
  await sql(
    `INSERT INTO gateway (id, environment_id, slug, name, kind, admin_url, proxy_url)
     SELECT $1, id, 'kong', 'Kong', 'kong', $2, 'http://127.0.0.1:1' FROM environment WHERE slug = 'live'`,
    [gatewayId, adminUrl],
  );
  await sql(
    `INSERT INTO service (id, slug, name, owner_team_id, updated_at) VALUES ($1, 'orders', 'Orders', $2, now())`,
    [ids.service, teamId],
  );
  await sql(
    `INSERT INTO version (id, service_id, name, state, base_path, upstream_url, updated_at)
     VALUES ($1, $2, 'v1', 'published', '/orders/v1', 'http://orders.internal:8080', now())`,
    [ids.version, ids.service],
  );
  await sql('INSERT INTO deployment (version_id, gateway_id) VALUES ($1, $2)', [ids.version, gatewayId]);
  await sql(
    `INSERT INTO plan (id, service_id, slug, name, limit_per_minute, updated_at) VALUES ($1, $2, 'gold', 'Gold', 5, now())`,
    [ids.plan, ids.service],
  );
  await sql(`INSERT INTO application (id, team_id, name, updated_at) VALUES ($1, $2, 'Shop', now())`, [
    ids.application,
    teamId,
  ]);
  await sql(
    `INSERT INTO subscription (id, application_id, service_id, state, plan_id, updated_at)
     VALUES ($1, $2, $3, 'active', $4, now())`,
    [randomUUID(), ids.application, ids.service, ids.plan],
  );
  return ids;
}
