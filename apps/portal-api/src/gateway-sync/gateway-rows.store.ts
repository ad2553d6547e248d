import { Injectable } from '@nestjs/common';
import type { RemoteRef, WriteMode } from '#gateway';
import { Database, type Tx } from '../database/database.js';

/** What a driver is made of. */
export interface GatewayRow {
  id: string;
  kind: string;
  adminUrl: string;
  /** sealed */
  adminAuth: string | null;
  revision: number;
  version: string | null;
  edition: string | null;
  writes: WriteMode | null;
}

const ROW = `
  SELECT id, kind, admin_url AS "adminUrl", admin_auth AS "adminAuth", revision, version, edition, writes,
    reachable
  FROM gateway`;

/** What a check found; what it could not find out is null. */
export interface CheckFinding {
  version: string | null;
  edition: string | null;
  writes: WriteMode | null;
  error: string | null;
}

@Injectable()
export class GatewayRowsStore {
  constructor(private readonly database: Database) {}

  async byId(id: string): Promise<(GatewayRow & { reachable: boolean | null }) | null> {
    const { rows } = await this.database.pool.query<GatewayRow & { reachable: boolean | null }>({
      name: 'gateway_row',
      text: `${ROW} WHERE id = $1`,
      values: [id],
    });
    return rows[0] ?? null;
  }

  async allIds(): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ id: string }>('SELECT id FROM gateway ORDER BY id');
    return rows.map(({ id }) => id);
  }

  async installationId(): Promise<string> {
    const { rows } = await this.database.pool.query<{ id: string }>('SELECT id FROM installation');
    if (rows[0] === undefined) throw new Error('The installation row is missing: run the migrations.');
    return rows[0].id;
  }

  /**
   * An object that every push leaves on the gateway, where it has to be looked for: the gateway was away or is of another
   * version now. None while it is not known to have been sent.
   */
  async landmark(id: string, version: string | null): Promise<RemoteRef | null> {
    const { rows } = await this.database.pool.query<RemoteRef>(
      `SELECT i.kind, i.remote_id AS id FROM gateway g JOIN inventory_object i ON i.gateway_id = g.id
       WHERE g.id = $1 AND i.scope = 'gateway' AND i.wished_hash <> ''
         AND (g.reachable IS NOT TRUE OR g.version IS DISTINCT FROM COALESCE($2, g.version))
       LIMIT 1`,
      [id, version],
    );
    return rows[0] ?? null;
  }

  /** Those that did not answer, or not us, when they were last spoken to. */
  async awayIds(): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ id: string }>('SELECT id FROM gateway WHERE NOT reachable');
    return rows.map(({ id }) => id);
  }

  /** A push found that the gateway is away; true for the first who says so. */
  async recordAway(id: string, error: string): Promise<boolean> {
    const { rowCount } = await this.database.pool.query(
      `UPDATE gateway SET reachable = false, check_error = $2, checked_at = now()
       WHERE id = $1 AND reachable IS NOT FALSE`,
      [id, error],
    );
    return rowCount === 1;
  }

  /** Writes down what a check found: whether the gateway came back, and whether our settings may read otherwise on it. */
  async recordCheck(tx: Tx, id: string, found: CheckFinding): Promise<{ cameBack: boolean; changed: boolean }> {
    const rows = await tx.$queryRawUnsafe<{ cameBack: boolean; changed: boolean }[]>(
      `UPDATE gateway g SET reachable = $2::text IS NULL, check_error = $2, checked_at = now(),
         version = COALESCE($3, g.version), edition = COALESCE($4, g.edition), writes = COALESCE($5, g.writes),
         revision = g.revision + (
           (COALESCE($3, g.version), COALESCE($4, g.edition), COALESCE($5, g.writes))
             IS DISTINCT FROM (g.version, g.edition, g.writes))::int
       FROM gateway old WHERE g.id = $1::uuid AND old.id = g.id
       RETURNING $2::text IS NULL AND old.reachable IS NOT TRUE AS "cameBack",
         g.revision > old.revision OR g.settings_fingerprint IS NULL AS changed`,
      id,
      found.error,
      found.version,
      found.edition,
      found.writes,
    );
    return rows[0] ?? { cameBack: false, changed: false };
  }
}
