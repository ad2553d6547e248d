import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/database.js';
import { callersSince } from './caller-days.js';

/** Whom mails about a version reach. */
@Injectable()
export class CallerAddressesStore {
  /**
   * The people who can act in the teams whose applications have called the version lately, each once, by address.
   * Nobody reads mail about an application that is archived, and who cannot sign in any more gets none.
   * @param operation `GET /orders/{id}`: only callers of this one
   */
  async find(
    tx: Tx,
    { id, serviceId }: { id: string; serviceId: string },
    now: Date,
    { operation = null, limit = null }: { operation?: string | null; limit?: number | null } = {},
  ): Promise<string[]> {
    const rows = await tx.$queryRaw<{ email: string }[]>`
      SELECT DISTINCT u.email FROM (
        SELECT DISTINCT b.application_id FROM usage_bucket b
        WHERE b.grain = 'day' AND b.service_id = ${serviceId}::uuid AND b.version_id = ${id}::uuid
          AND b.start >= ${callersSince(now)} AND (${operation}::text IS NULL OR b.operation = ${operation}::text)
      ) called
      JOIN application a ON a.id = called.application_id AND a.archived_at IS NULL
      JOIN membership m ON m.team_id = a.team_id AND m.role IN ('member', 'owner')
      JOIN user_account u ON u.id = m.user_id AND u.disabled_at IS NULL
      ORDER BY u.email LIMIT ${limit}::int`;
    return rows.map(({ email }) => email);
  }
}
