import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';
import { rowsOf, type SqlTx } from '../database/statement.js';
import { changeAndRecordSql, FIRST_OF_CHANGE, type KeyRecord, recordValues } from './key-records.sql.js';

/** A key without its digests: what may be shown. */
export interface CredentialRow {
  id: string;
  applicationId: string;
  environmentId: string;
  environment: { slug: string };
  name: string;
  prefix: string;
  lastFour: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

export interface NewCredential {
  id: string;
  applicationId: string;
  environmentId: string;
  name: string;
  prefix: string;
  lastFour: string;
  sha256: string;
  sha1: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
}

export interface KeyEnvironment {
  id: string;
  slug: string;
  keyLetter: string;
}

const COLUMNS = `c.id, c.application_id AS "applicationId", c.environment_id AS "environmentId",
    jsonb_build_object('slug', e.slug) AS environment, c.name, c.prefix, c.last_four AS "lastFour",
    c.created_at AS "createdAt", c.expires_at AS "expiresAt", c.revoked_at AS "revokedAt",
    c.last_used_at AS "lastUsedAt"`;

const SELECT = `SELECT ${COLUMNS} FROM credential c JOIN environment e ON e.id = c.environment_id`;

const FIND = { name: 'credential_find', text: `${SELECT} WHERE c.id = $1::uuid AND c.application_id = $2::uuid` };

const LIST = {
  name: 'credentials_list',
  text: `${SELECT} WHERE c.application_id = $1::uuid AND c.purpose = 'access'
    ORDER BY c.revoked_at DESC NULLS FIRST, c.id DESC LIMIT $2::int`,
};

const ENVIRONMENT = {
  name: 'environment_of_keys',
  text: 'SELECT id, slug, key_letter AS "keyLetter" FROM environment WHERE slug = $1::text',
};

const nth = (count: number): string[] => Array.from({ length: count }, (_, index) => `$${FIRST_OF_CHANGE + index}`);

// Keys that open something, without those of consoles: neither revoked nor expired.
const isActive = (now: string): string =>
  `c.purpose = 'access' AND c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > ${now}::timestamptz)`;

function insertSql(): string {
  const [id, applicationId, environmentId, name, prefix, lastFour, sha256, sha1, by, at, expiresAt, most] = nth(12);
  return `
    INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1, created_by,
      created_at, expires_at)
    SELECT ${id}::uuid, ${applicationId}::uuid, ${environmentId}::uuid, ${name}::text, ${prefix}::text, ${lastFour}::text,
      ${sha256}::text, ${sha1}::text, ${by}::uuid, ${at}::timestamptz, ${expiresAt}::timestamptz
    WHERE (SELECT count(*) FROM credential c WHERE c.application_id = ${applicationId}::uuid AND ${isActive(at!)}) < ${most}::int
    RETURNING id`;
}

function revokeSql(): string {
  const [id, applicationId, at, by] = nth(4);
  return `
    UPDATE credential c SET revoked_at = ${at}::timestamptz, revoked_by = ${by}::uuid
    WHERE c.id = ${id}::uuid AND c.application_id = ${applicationId}::uuid AND c.revoked_at IS NULL
    RETURNING id`;
}

const INSERT = { name: 'credential_insert', text: changeAndRecordSql(insertSql()) };

const REVOKE = { name: 'credential_revoke', text: changeAndRecordSql(revokeSql()) };

interface Changed {
  changed: boolean;
}

@Injectable()
export class CredentialsStore {
  constructor(private readonly database: Database) {}

  async find(applicationId: string, id: string, tx: SqlTx = this.database.pool): Promise<CredentialRow | null> {
    const [found] = await rowsOf<CredentialRow>(tx, FIND, [id, applicationId]);
    return found ?? null;
  }

  /** Without those of consoles; those that are not revoked first, then the newest. */
  list(applicationId: string, count: number): Promise<CredentialRow[]> {
    return rowsOf(this.database.pool, LIST, [applicationId, count]);
  }

  async environment(slug: string): Promise<KeyEnvironment | null> {
    const [found] = await rowsOf<KeyEnvironment>(this.database.pool, ENVIRONMENT, [slug]);
    return found ?? null;
  }

  /** False, and nothing of it, when the application has so many active keys already: exact under its lock. */
  async insert(tx: SqlTx, credential: NewCredential, most: number, record: KeyRecord): Promise<boolean> {
    const { id, applicationId, environmentId, name, prefix, lastFour, sha256, sha1 } = credential;
    const { createdBy, createdAt, expiresAt } = credential;
    const values = [id, applicationId, environmentId, name, prefix, lastFour, sha256, sha1];
    const all = [...recordValues(record), ...values, createdBy, createdAt, expiresAt, most];
    return isChanged(await rowsOf<Changed>(tx, INSERT, all));
  }

  /** False, and nothing of it, when the key was revoked before. */
  async revoke(tx: SqlTx, key: CredentialRow, revokedBy: string, now: Date, record: KeyRecord): Promise<boolean> {
    const values = [...recordValues(record), key.id, key.applicationId, now, revokedBy];
    return isChanged(await rowsOf<Changed>(tx, REVOKE, values));
  }

  /**
   * Applications with a key that expired after the gateways were last told of them. The wish itself is the memory, so a
   * run that was missed is made up for by the next one.
   */
  async newlyExpired(tx: Tx, count: number): Promise<string[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT c.application_id AS id
      FROM credential c JOIN sync_scope s ON s.scope = 'application:' || c.application_id
      WHERE c.expires_at <= now() AND c.revoked_at IS NULL AND s.wished_at < c.expires_at
      LIMIT ${count}`;
    return rows.map(({ id }) => id);
  }
}

function isChanged([row]: Changed[]): boolean {
  return row?.changed === true;
}
