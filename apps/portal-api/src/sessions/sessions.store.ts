import { Injectable } from '@nestjs/common';
import { sha256Hex, uuid } from '#platform';
import type { Tx } from '../database/database.js';
import type { PlatformRole } from '#domain';
import type { PresentedToken } from './refresh-rule.js';

export interface PresentedTokenRow extends PresentedToken {
  sessionId: string;
  userId: string;
  email: string;
  displayName: string;
  platformRole: PlatformRole;
}

@Injectable()
export class SessionsStore {
  async start(tx: Tx, session: { userId: string; ip: string; userAgent: string; createdAt: Date }): Promise<string> {
    const id = uuid();
    await tx.session.create({ data: { id, ...session } });
    return id;
  }

  /** Keeps only the digest. */
  async addRefreshToken(tx: Tx, sessionId: string, token: string, createdAt: Date, expiresAt: Date): Promise<void> {
    await tx.refreshToken.create({ data: { digest: sha256Hex(token), sessionId, createdAt, expiresAt } });
  }

  /** The token with its session and user, locked so that of several refreshes with it one comes first. */
  async lockRefreshToken(tx: Tx, token: string): Promise<PresentedTokenRow | null> {
    const rows = await tx.$queryRaw<PresentedTokenRow[]>`
      SELECT t.expires_at AS "expiresAt", t.used_at AS "usedAt", s.id AS "sessionId", s.ended_at AS "sessionEndedAt",
        u.id AS "userId", u.email, u.display_name AS "displayName", u.platform_role::text AS "platformRole",
        u.disabled_at AS "userDisabledAt"
      FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN user_account u ON u.id = s.user_id
      WHERE t.digest = ${sha256Hex(token)}
      FOR UPDATE OF t, s`;
    return rows[0] ?? null;
  }

  async markUsed(tx: Tx, token: string, usedAt: Date): Promise<void> {
    await tx.refreshToken.update({ where: { digest: sha256Hex(token) }, data: { usedAt } });
  }

  /** Ends the session with all its tokens; false when it had ended before. */
  async end(tx: Tx, id: string, endedAt: Date, endReason: string): Promise<boolean> {
    const { count } = await tx.session.updateMany({ where: { id, endedAt: null }, data: { endedAt, endReason } });
    return count === 1;
  }
}
