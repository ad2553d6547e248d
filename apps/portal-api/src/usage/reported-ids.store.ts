import { Injectable } from '@nestjs/common';
import { WEBHOOK } from '#openapi';
import { Database } from '../database/database.js';

export interface ReportedVersion {
  id: string;
  serviceId: string;
  basePath: string;
  specHash: string | null;
  /** of the document in force */
  specRevision: number;
}

export interface ReportedKey {
  /** The id of the gateway's object. */
  id: string;
  credentialId: string;
  applicationId: string;
  isConsole: boolean;
}

// Calls that were under way when a version was retired are reported after its deployment is gone.
const VERSIONS_SQL = `
  SELECT v.id, v.service_id AS "serviceId", v.base_path AS "basePath", v.spec_hash AS "specHash",
    v.spec_revision_number AS "specRevision"
  FROM version v
  WHERE v.id = ANY($2::uuid[]) AND (v.retired_at > now() - interval '1 day'
    OR EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.gateway_id = $1))`;

// A gateway only knows applications that have, or had, a key of its environment.
const APPLICATIONS_SQL = `
  SELECT DISTINCT c.application_id AS id
  FROM credential c JOIN gateway g ON g.environment_id = c.environment_id AND g.id = $1
  WHERE c.application_id = ANY($2::uuid[])`;

// The inventory knows a key as soon as the gateway has it. A revoked key is gone from there before its last calls are
// reported; its confirmation stays.
const KEYS_SQL = `
  SELECT seen.id, c.id AS "credentialId", c.application_id AS "applicationId",
    c.purpose = 'console' AS "isConsole"
  FROM (
    SELECT remote_id AS id, subject_id AS credential_id FROM inventory_object
    WHERE gateway_id = $1 AND remote_id = ANY($2::uuid[])
    UNION SELECT remote_id, credential_id FROM credential_confirmation
    WHERE gateway_id = $1 AND remote_id = ANY($2::uuid[])
  ) seen JOIN credential c ON c.id = seen.credential_id`;

/** Which of the ids that a gateway reported are ours, and may come from that gateway. */
@Injectable()
export class ReportedIdsStore {
  constructor(private readonly database: Database) {}

  versions(gatewayId: string, ids: string[]): Promise<ReportedVersion[]> {
    return this.rows('reported_versions', VERSIONS_SQL, gatewayId, ids);
  }

  applications(gatewayId: string, ids: string[]): Promise<{ id: string }[]> {
    return this.rows('reported_applications', APPLICATIONS_SQL, gatewayId, ids);
  }

  keys(gatewayId: string, ids: string[]): Promise<ReportedKey[]> {
    return this.rows('reported_keys', KEYS_SQL, gatewayId, ids);
  }

  /** Method and path template of every operation of the document in force; a webhook is nothing that anybody calls. */
  async operations({ id, specRevision }: ReportedVersion): Promise<{ method: string; path: string }[]> {
    const { rows } = await this.database.pool.query<{ method: string; path: string }>({
      name: 'reported_operations',
      text: `SELECT method, path FROM operation
             WHERE version_id = $1 AND since <= $2 AND (until IS NULL OR until > $2) AND NOT starts_with(method, $3)
             ORDER BY position`,
      values: [id, specRevision, WEBHOOK],
    });
    return rows;
  }

  private async rows<Row extends object>(name: string, text: string, gatewayId: string, ids: string[]): Promise<Row[]> {
    const { rows } = await this.database.pool.query<Row>({ name, text, values: [gatewayId, ids] });
    return rows;
  }
}
