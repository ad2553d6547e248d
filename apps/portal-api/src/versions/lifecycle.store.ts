import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';
import type { VersionRow } from './version.store.js';

/** A version together with what the audit log says of its service. */
export interface OwnedVersionRow extends VersionRow {
  service: { slug: string; ownerTeamId: string };
}

/** What is planned for later and has come, and what is not carried out yet. */
export interface DueVersion {
  id: string;
  step: 'deprecate' | 'retire';
}

/** A version that could be moved to. */
export interface SuccessorRow {
  id: string;
  state: VersionRow['state'];
  successorId: string | null;
}

const PLANNING_ACTIONS = ['version.lifecycle_planned', 'version.deprecated'];

@Injectable()
export class LifecycleStore {
  constructor(private readonly database: Database) {}

  /** The version, locked until the end of the transaction. */
  async lockById(tx: Tx, versionId: string): Promise<OwnedVersionRow | null> {
    await tx.$queryRaw`SELECT id FROM version WHERE id = ${versionId}::uuid FOR UPDATE`;
    const service = { select: { slug: true, ownerTeamId: true } };
    return tx.version.findUnique({ where: { id: versionId }, include: { service } });
  }

  /** What has come by now, the earliest first. */
  async dueVersions(now: Date, limit: number): Promise<DueVersion[]> {
    return this.database.prisma.$queryRaw<DueVersion[]>`
      SELECT id, CASE state WHEN 'published' THEN 'deprecate' ELSE 'retire' END AS step FROM version
      WHERE (state = 'published' AND deprecates_at <= ${now})
        OR (state = 'deprecated' AND retires_at_sunset AND sunset_at <= ${now})
      ORDER BY coalesce(deprecates_at, sunset_at), id LIMIT ${limit}`;
  }

  /** Another version of the service by its name. */
  async successor(tx: Tx, serviceId: string, name: string): Promise<SuccessorRow | null> {
    const where = { serviceId_name: { serviceId, name } };
    return tx.version.findUnique({ where, select: { id: true, state: true, successorId: true } });
  }

  /** Whether whoever moves on from one version, again and again, comes to the other. */
  async leadsTo(tx: Tx, fromId: string, toId: string): Promise<boolean> {
    const [row] = await tx.$queryRaw<{ found: boolean }[]>`
      WITH RECURSIVE way AS (
        SELECT id, successor_id FROM version WHERE id = ${fromId}::uuid
        UNION SELECT v.id, v.successor_id FROM version v JOIN way ON v.id = way.successor_id
      )
      SELECT EXISTS (SELECT FROM way WHERE id = ${toId}::uuid) AS found`;
    return row?.found ?? false;
  }

  /** Who planned last what happens to the version by itself, as the audit log names people. */
  async plannedBy(tx: Tx, versionId: string): Promise<string | null> {
    const entry = await tx.auditEntry.findFirst({
      where: { subjectKind: 'version', subjectId: versionId, action: { in: PLANNING_ACTIONS }, actorId: { not: null } },
      orderBy: { id: 'desc' },
      select: { actorLabel: true },
    });
    return entry?.actorLabel ?? null;
  }
}
