import { Injectable } from '@nestjs/common';
import type { KindCounts } from '#gateway';
import { Database } from '../../database/database.js';

const RECENT_SQL = `
  SELECT kind, sum(objects)::int AS objects FROM unwished_deletes
  WHERE gateway_id = $1 AND minute > now() - interval '1 hour' GROUP BY kind`;

const ADD_SQL = `
  WITH over AS (
    DELETE FROM unwished_deletes WHERE gateway_id = $1 AND minute <= now() - interval '1 hour')
  INSERT INTO unwished_deletes AS u (gateway_id, minute, kind, objects)
  SELECT $1, date_trunc('minute', now()), kind, objects FROM unnest($2::text[], $3::int[]) AS deleted(kind, objects)
  ORDER BY kind
  ON CONFLICT (gateway_id, minute, kind) DO UPDATE SET objects = u.objects + EXCLUDED.objects`;

/** What was deleted within the last hour without anybody being known to have ended it: the same for all workers. */
@Injectable()
export class UnwishedDeletesStore {
  constructor(private readonly database: Database) {}

  async recent(gatewayId: string): Promise<KindCounts> {
    const { rows } = await this.database.pool.query<{ kind: string; objects: number }>({
      name: 'unwished_deletes_recent',
      text: RECENT_SQL,
      values: [gatewayId],
    });
    return new Map(rows.map(({ kind, objects }) => [kind, objects]));
  }

  async add(gatewayId: string, deleted: KindCounts): Promise<void> {
    await this.database.pool.query({
      name: 'unwished_deletes_add',
      text: ADD_SQL,
      values: [gatewayId, [...deleted.keys()], [...deleted.values()]],
    });
  }
}
