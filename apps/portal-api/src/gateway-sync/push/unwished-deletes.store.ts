import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

const RECENT_SQL = `
  SELECT COALESCE(sum(objects), 0)::int AS objects FROM unwished_deletes
  WHERE gateway_id = $1 AND minute > now() - interval '1 hour'`;

const ADD_SQL = `
  WITH over AS (
    DELETE FROM unwished_deletes WHERE gateway_id = $1 AND minute <= now() - interval '1 hour')
  INSERT INTO unwished_deletes AS u (gateway_id, minute, objects) VALUES ($1, date_trunc('minute', now()), $2)
  ON CONFLICT (gateway_id, minute) DO UPDATE SET objects = u.objects + EXCLUDED.objects`;

/** What was deleted within the last hour without anybody being known to have ended it: the same for all workers. */
@Injectable()
export class UnwishedDeletesStore {
  constructor(private readonly database: Database) {}

  async recent(gatewayId: string): Promise<number> {
    const { rows } = await this.database.pool.query<{ objects: number }>({
      name: 'unwished_deletes_recent',
      text: RECENT_SQL,
      values: [gatewayId],
    });
    return rows[0]?.objects ?? 0;
  }

  async add(gatewayId: string, objects: number): Promise<void> {
    await this.database.pool.query({ name: 'unwished_deletes_add', text: ADD_SQL, values: [gatewayId, objects] });
  }
}
