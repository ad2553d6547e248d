import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';

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

const COLUMNS = {
  id: true,
  applicationId: true,
  environmentId: true,
  environment: { select: { slug: true } },
  name: true,
  prefix: true,
  lastFour: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
} as const;

@Injectable()
export class CredentialsStore {
  constructor(private readonly database: Database) {}

  find(applicationId: string, id: string, tx: Tx = this.database.prisma): Promise<CredentialRow | null> {
    return tx.credential.findFirst({ where: { id, applicationId }, select: COLUMNS });
  }

  /** Those that are not revoked first, then the newest. */
  list(applicationId: string, count: number): Promise<CredentialRow[]> {
    return this.database.prisma.credential.findMany({
      where: { applicationId },
      orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
      take: count,
      select: COLUMNS,
    });
  }

  environment(tx: Tx, slug: string): Promise<{ id: string; slug: string; keyLetter: string } | null> {
    return tx.environment.findUnique({ where: { slug }, select: { id: true, slug: true, keyLetter: true } });
  }

  /** Keys that open something: neither revoked nor expired. Exact under the application's lock. */
  countActive(tx: Tx, applicationId: string, now: Date): Promise<number> {
    return tx.credential.count({
      where: { applicationId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    });
  }

  async insert(tx: Tx, credential: NewCredential): Promise<void> {
    await tx.credential.create({ data: credential, select: { id: true } });
  }

  /** False when it was revoked before. */
  async revoke(tx: Tx, id: string, revokedBy: string, now: Date): Promise<boolean> {
    const { count } = await tx.credential.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: now, revokedBy },
    });
    return count === 1;
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
