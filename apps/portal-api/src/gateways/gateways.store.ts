import { Injectable } from '@nestjs/common';
import type { DriftPolicy, GatewayNodeDto, SyncRunDto } from '#contract';
import { Fault, type PlanLimits } from '#domain';
import { ENQUEUE_SQL, enqueueParameters } from '#platform';
import { Prisma } from '#prisma';
import { Database, type Tx } from '../database/database.js';
import type { WriteMode } from '#gateway';
import type { GatewayRow } from '../gateway-sync/gateway-rows.store.js';

export interface GatewayRecord {
  id: string;
  slug: string;
  name: string;
  kind: string;
  environment: string;
  adminUrl: string;
  proxyUrl: string;
  version: string | null;
  reachable: boolean | null;
  checkedAt: Date | null;
  checkError: string | null;
  edition: string | null;
  writes: 'objects' | 'document' | null;
  driftPolicy: DriftPolicy;
  takesEverything: boolean;
  sweptAt: Date | null;
  sweepError: string | null;
  ownedCounts: Record<string, number>;
  foreignCounts: Record<string, number>;
  nodes: GatewayNodeDto[];
  run: RunRecord | null;
  pending: number;
  failed: number;
  drifted: number;
  driftLeftOut: number;
  revision: number;
}

export type RunRecord = Omit<SyncRunDto, 'rate' | 'secondsLeft'> & { updatedAt: string };

export interface EnvironmentRecord {
  id: string;
  slug: string;
  name: string;
  keyLetter: string;
  gateways: { id: string; name: string; reachable: boolean | null }[];
}

/** What the gateways are asked for that serve it: a version, the versions of a service, or whatever there is. */
export interface Serving {
  versionId?: string;
  serviceId?: string;
}

export const EVERY_GATEWAY: Serving = {};

export type DriverRow = GatewayRow & { name: string; installationId: string };

/** What waits is counted up to here and no further, so that a large push does not slow the page that shows it. */
const COUNTED_UP_TO = 10_001;

const GATEWAY_SQL = `
  SELECT g.id, g.slug, g.name, g.kind, e.slug AS environment, g.admin_url AS "adminUrl", g.proxy_url AS "proxyUrl",
    g.version, g.reachable, g.checked_at AS "checkedAt", g.check_error AS "checkError", g.revision,
    g.edition, g.writes, g.drift_policy AS "driftPolicy", g.takes_everything AS "takesEverything", g.swept_at AS "sweptAt", g.sweep_error AS "sweepError",
    g.owned_counts AS "ownedCounts", g.foreign_counts AS "foreignCounts",
    g.drift_left_out AS "driftLeftOut",
    (SELECT count(*)::int FROM (
      SELECT FROM sync_scope s WHERE s.gateway_id = g.id AND s.applied < s.wished LIMIT ${COUNTED_UP_TO}) x) AS pending,
    (SELECT count(*)::int FROM (
      SELECT FROM sync_scope s WHERE s.gateway_id = g.id AND s.applied < s.wished AND s.error IS NOT NULL
      LIMIT ${COUNTED_UP_TO}) x) AS failed,
    (SELECT count(*)::int FROM drift_finding d WHERE d.gateway_id = g.id AND d.ignored_at IS NULL) AS drifted,
    COALESCE((SELECT jsonb_agg(jsonb_build_object('url', n.url, 'reachable', n.reachable, 'checkedAt', n.checked_at,
        'error', n.error, 'upToDate', n.reachable IS NOT NULL AND n.watermark > 0 AND n.watermark >= g.watermark) ORDER BY n.position)
      FROM gateway_node n WHERE n.gateway_id = g.id), '[]') AS nodes,
    (SELECT jsonb_build_object('reason', r.reason, 'startedAt', r.started_at, 'updatedAt', r.updated_at,
        'finishedAt', r.finished_at, 'total', r.scopes_total, 'done', r.scopes_done, 'objectsWritten', r.objects_written)
      FROM sync_run r WHERE r.gateway_id = g.id) AS run
  FROM gateway g JOIN environment e ON e.id = g.environment_id
  WHERE $1::uuid IS NULL OR g.id = $1
  ORDER BY lower(g.name), g.id`;

// What is deployed everywhere is deployed to a gateway that comes later, too.
const DEPLOY_ALL_SQL = `
  INSERT INTO deployment (version_id, gateway_id)
  SELECT v.id, g.id FROM version v JOIN gateway g ON g.id = $1 AND g.takes_everything
  WHERE v.everywhere AND v.state IN ('published', 'deprecated')
  ON CONFLICT DO NOTHING`;

// Without the admin secret: nobody is called with these. A service without a version may come to stand on every gateway.
const DRIVER_ROWS_SQL = `
  SELECT g.id, g.name, g.kind, g.admin_url AS "adminUrl", NULL AS "adminAuth", g.revision, g.version, g.writes, g.edition,
    i.id AS "installationId"
  FROM gateway g CROSS JOIN installation i
  WHERE ($1::uuid IS NULL AND $2::uuid IS NULL)
    OR EXISTS (
      SELECT FROM version v LEFT JOIN deployment d ON d.version_id = v.id AND d.gateway_id = g.id
      WHERE (v.id = $1 OR v.service_id = $2) AND v.state <> 'retired'
        AND (v.everywhere AND g.takes_everything OR d.gateway_id IS NOT NULL))
    OR NOT EXISTS (SELECT FROM version v WHERE (v.id = $1 OR v.service_id = $2) AND v.state <> 'retired')
  ORDER BY lower(g.name), g.id`;

export interface GatewayChanges {
  name?: string;
  adminUrl?: string;
  proxyUrl?: string;
  adminAuth?: string;
  driftPolicy?: DriftPolicy;
  nodeUrls?: string[];
}

@Injectable()
export class GatewaysStore {
  constructor(private readonly database: Database) {}

  list(id: string | null = null, tx: Tx = this.database.prisma): Promise<GatewayRecord[]> {
    return tx.$queryRawUnsafe<GatewayRecord[]>(GATEWAY_SQL, id);
  }

  async isKnown(id: string): Promise<boolean> {
    return (await this.database.prisma.gateway.count({ where: { id } })) === 1;
  }

  /** As much of the gateways that serve something as their drivers need to say what they can do. */
  driverRows({ versionId, serviceId }: Serving, tx: Tx = this.database.prisma): Promise<DriverRow[]> {
    return tx.$queryRawUnsafe<DriverRow[]>(DRIVER_ROWS_SQL, versionId ?? null, serviceId ?? null);
  }

  /** The plans of a service that anybody has or may get. */
  plansInForce(serviceId: string, tx: Tx = this.database.prisma): Promise<{ name: string; limits: PlanLimits }[]> {
    return tx.$queryRaw`
      SELECT p.name, jsonb_strip_nulls(jsonb_build_object('second', p.limit_per_second, 'minute', p.limit_per_minute,
        'hour', p.limit_per_hour, 'day', p.limit_per_day, 'month', p.limit_per_month)) AS limits
      FROM plan p WHERE p.service_id = ${serviceId}::uuid AND (p.archived_at IS NULL OR EXISTS (
        SELECT FROM subscription s WHERE s.plan_id = p.id AND s.state IN ('active', 'suspended')))
      ORDER BY lower(p.name), p.id`;
  }

  async environments(): Promise<EnvironmentRecord[]> {
    const gateways = { select: { id: true, name: true, reachable: true }, orderBy: { name: 'asc' } } as const;
    return this.database.prisma.environment.findMany({
      select: { id: true, slug: true, name: true, keyLetter: true, gateways },
      orderBy: { slug: 'asc' },
    });
  }

  async insert(
    tx: Tx,
    gateway: {
      id: string;
      environmentId: string;
      slug: string;
      name: string;
      kind: string;
      adminUrl: string;
      proxyUrl: string;
      adminAuth: string | null;
      driftPolicy: DriftPolicy;
      takesEverything: boolean;
      /** what it said of itself; nothing where it did not answer */
      found: { version: string | null; edition: string | null; writes: WriteMode } | null;
      nodeUrls: string[];
    },
  ): Promise<void> {
    const { nodeUrls, found, ...columns } = gateway;
    try {
      await tx.gateway.create({ data: { ...columns, ...found, nodes: { create: nodesOf(nodeUrls) } } });
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
        throw new Fault('gateway.slug_taken', `There is a gateway ${gateway.slug} already.`, {
          fields: [{ field: 'slug', message: 'is taken' }],
        });
      throw error;
    }
  }

  /**
   * Changes what is given, if nobody has changed the gateway since; false otherwise. Whether a new address answers, and
   * with our objects, is found out by the next check.
   */
  async update(tx: Tx, id: string, revision: number, { nodeUrls, ...changes }: GatewayChanges): Promise<boolean> {
    const { count } = await tx.gateway.updateMany({
      where: { id, revision },
      data: {
        ...changes,
        ...(changes.adminUrl === undefined ? {} : { reachable: null }),
        revision: { increment: 1 },
      },
    });
    if (count === 1 && nodeUrls !== undefined) await this.replaceNodes(tx, id, nodeUrls);
    return count === 1;
  }

  /** A node that stays keeps what it has shown. */
  private async replaceNodes(tx: Tx, gatewayId: string, nodeUrls: string[]): Promise<void> {
    await tx.gatewayNode.deleteMany({ where: { gatewayId, url: { notIn: nodeUrls } } });
    for (const { url, position } of nodesOf(nodeUrls))
      await tx.gatewayNode.upsert({
        where: { gatewayId_url: { gatewayId, url } },
        create: { gatewayId, url, position },
        update: { position },
      });
  }

  /** The name of the gateway that has this admin address, if one other than `exceptId` has. */
  async nameAt(tx: Tx, adminUrl: string, exceptId: string): Promise<string | null> {
    const rows = await tx.$queryRaw<{ name: string }[]>`
      SELECT name FROM gateway
      WHERE rtrim(admin_url, '/') = rtrim(${adminUrl}, '/') AND id <> ${exceptId}::uuid LIMIT 1`;
    return rows[0]?.name ?? null;
  }

  /** sealed */
  async adminAuth(id: string): Promise<string | null> {
    return (await this.database.prisma.gateway.findUnique({ where: { id } }))?.adminAuth ?? null;
  }

  async installationId(): Promise<string> {
    const { id } = await this.database.prisma.installation.findFirstOrThrow();
    return id;
  }

  /** Deploys every live version to a gateway that takes everything. */
  async deployEverything(tx: Tx, gatewayId: string): Promise<void> {
    await tx.$executeRawUnsafe(DEPLOY_ALL_SQL, gatewayId);
  }

  /** Enqueues a check of the gateway. */
  async enqueueCheck(tx: Tx, gatewayId: string): Promise<void> {
    await tx.$executeRawUnsafe(ENQUEUE_SQL, ...enqueueParameters('check-gateway', { gatewayId }));
  }
}

function nodesOf(urls: string[]): { url: string; position: number }[] {
  return [...new Set(urls)].map((url, position) => ({ url, position }));
}
