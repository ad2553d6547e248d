import { Injectable } from '@nestjs/common';
import type { RemoteRef, WriteMode } from '#gateway';
import { Database } from '../database/database.js';

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

/** And how it was when it was last spoken to. */
export interface SeenGatewayRow extends GatewayRow {
  reachable: boolean | null;
  /** A push was told that it may not write, and none has shown otherwise since. */
  refused: boolean;
}

const ROW = `
  SELECT id, kind, admin_url AS "adminUrl", admin_auth AS "adminAuth", revision, version, edition, writes,
    reachable, refused_revision IS NOT NULL AS refused
  FROM gateway`;

@Injectable()
export class GatewayRowsStore {
  constructor(private readonly database: Database) {}

  async byId(id: string): Promise<SeenGatewayRow | null> {
    const { rows } = await this.database.pool.query<SeenGatewayRow>({
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
   * An object that every push leaves on the gateway, where it has to be looked for: the gateway was away, is of another
   * version now, or is one that forgets everything as soon as it is started anew. None while it is not known to have been
   * sent.
   */
  async landmark(id: string, version: string | null): Promise<RemoteRef | null> {
    const { rows } = await this.database.pool.query<RemoteRef>(
      `SELECT i.kind, i.remote_id AS id FROM gateway g JOIN inventory_object i ON i.gateway_id = g.id
       WHERE g.id = $1 AND i.scope = 'gateway' AND i.wished_hash <> ''
         AND (g.reachable IS NOT TRUE OR g.writes = 'document' OR g.version IS DISTINCT FROM COALESCE($2, g.version))
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
}
