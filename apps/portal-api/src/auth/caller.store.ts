import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

export interface CallerRow {
  userId: string;
  email: string;
  platformRole: 'member' | 'auditor' | 'admin';
  memberships: {
    teamId: string;
    teamKind: 'personal' | 'developer' | 'provider';
    role: 'viewer' | 'member' | 'owner';
  }[];
}

const CALLER_SQL = `
  SELECT u.id AS "userId", u.email, u.platform_role AS "platformRole",
    COALESCE((SELECT jsonb_agg(jsonb_build_object('teamId', m.team_id, 'teamKind', t.kind, 'role', m.role))
      FROM membership m JOIN team t ON t.id = m.team_id WHERE m.user_id = u.id), '[]') AS memberships
  FROM session s JOIN user_account u ON u.id = s.user_id
  WHERE s.id = $1 AND s.ended_at IS NULL AND u.disabled_at IS NULL`;

/** Runs once a signed-in request, so that a role taken away or a session ended counts at once. */
@Injectable()
export class CallerStore {
  constructor(private readonly database: Database) {}

  /** The user of a session that has not ended, with roles; null when it has, or the user is disabled. */
  async bySession(sessionId: string): Promise<CallerRow | null> {
    const { rows } = await this.database.pool.query<CallerRow>({
      name: 'caller_by_session',
      text: CALLER_SQL,
      values: [sessionId],
    });
    return rows[0] ?? null;
  }
}
