import { Injectable } from '@nestjs/common';
import type { RemovedAccess } from '#gateway';
import { Database, type Tx } from '../database/database.js';
import type { PlannedApplication } from './adoption-plan.js';

// The services of the part that was taken over before stay named: the object opens these as well.
const RECORD_SQL = `
  INSERT INTO adopted_access AS x (gateway_id, remote_id, kind, parent_id, adoption_id, application_id, credential_id,
    group_name, service_ids, opens_others)
  SELECT $2::uuid, r.id, r.kind, r."parentId", $3::uuid, r."applicationId", c.id, r."group", r."serviceIds", r.elsewhere
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, kind text, "parentId" uuid, "applicationId" uuid, sha256 text,
    "group" text, "serviceIds" uuid[], elsewhere boolean)
  LEFT JOIN credential c ON c.sha256 = r.sha256 AND c.application_id = r."applicationId"
  ON CONFLICT (gateway_id, remote_id) DO UPDATE SET parent_id = EXCLUDED.parent_id, adoption_id = EXCLUDED.adoption_id,
    application_id = EXCLUDED.application_id, credential_id = EXCLUDED.credential_id, opens_others = EXCLUDED.opens_others,
    service_ids = ARRAY(SELECT unnest(x.service_ids) UNION SELECT unnest(EXCLUDED.service_ids))`;

// $1 adoption, $2 what is still there. The rest its owner took away, or it is not taken over any more: theirs to remove.
const FORGET_SQL = `
  DELETE FROM adopted_access WHERE adoption_id = $1::uuid AND removed_at IS NULL AND NOT remote_id = ANY($2::uuid[])`;

const REMOVED_SQL = `
  SELECT x.remote_id AS key, x.parent_id AS consumer, x.group_name AS name, c.sha1, c.sha256, c.prefix,
    c.last_four AS "lastFour", c.expires_at IS NOT NULL AS expires
  FROM adopted_access x LEFT JOIN credential c ON c.id = x.credential_id
  WHERE x.adoption_id = $1 AND x.removed_at IS NOT NULL`;

// $1 gateway, $2 adoption. What went by itself or with its consumer, and whose end may have waited for that.
const GONE_SQL = `
  WITH removed AS (
    SELECT remote_id::uuid AS id FROM adopted_object WHERE adoption_id = $2::uuid AND removed_at IS NOT NULL
  ), gone AS (
    UPDATE adopted_access x SET removed_at = now()
    WHERE x.gateway_id = $1::uuid AND x.removed_at IS NULL
      AND (x.remote_id IN (SELECT id FROM removed) OR x.parent_id IN (SELECT id FROM removed))
    RETURNING x.application_id, x.credential_id)
  SELECT DISTINCT gone.application_id AS "applicationId" FROM gone JOIN credential c ON c.id = gone.credential_id
  WHERE c.revoked_at IS NOT NULL OR c.expires_at <= now()`;

interface RemovedRow {
  key: string;
  consumer: string;
  /** Of a group; null: it is a key. */
  name: string | null;
  sha1: string | null;
  sha256: string | null;
  prefix: string;
  lastFour: string;
  expires: boolean;
}

/** The objects of others that let in the applications that were made of their callers. */
@Injectable()
export class AdoptedAccessStore {
  constructor(private readonly database: Database) {}

  /** After the credentials were made. */
  async record(
    tx: Tx,
    applications: PlannedApplication[],
    { adoptionId, gatewayId }: { adoptionId: string; gatewayId: string },
  ): Promise<void> {
    const rows = applications.flatMap(({ id, access }) => access.map((one) => ({ ...one, applicationId: id })));
    if (rows.length > 0) await tx.$executeRawUnsafe(RECORD_SQL, JSON.stringify(rows), gatewayId, adoptionId);
  }

  /** Before what an earlier turn made of it is revoked. */
  async forgetVanished(tx: Tx, adoptionId: string, applications: PlannedApplication[]): Promise<void> {
    const ids = applications.flatMap(({ access }) => access.map(({ id }) => id));
    await tx.$executeRawUnsafe(FORGET_SQL, adoptionId, ids);
  }

  /** What we have removed since the adoption was applied. */
  async removed(adoptionId: string): Promise<RemovedAccess> {
    const { rows } = await this.database.pool.query<RemovedRow>(REMOVED_SQL, [adoptionId]);
    return {
      groups: rows.flatMap(({ key, consumer, name }) => (name === null ? [] : [{ key, consumer, name }])),
      credentials: rows.flatMap(({ key, consumer, sha1, sha256, prefix, lastFour, expires }) => {
        if (sha1 === null || sha256 === null) return [];
        return [{ key, consumer, digests: { sha1, sha256 }, prefix, lastFour, expiresInSeconds: expires ? 1 : null }];
      }),
    };
  }

  /** When the adoption has removed theirs; gives the applications with a key that ended before that. */
  async noteGone(tx: Tx, gatewayId: string, adoptionId: string): Promise<string[]> {
    const rows = await tx.$queryRawUnsafe<{ applicationId: string }[]>(GONE_SQL, gatewayId, adoptionId);
    return rows.map(({ applicationId }) => applicationId);
  }
}
