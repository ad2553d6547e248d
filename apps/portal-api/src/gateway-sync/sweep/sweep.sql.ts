import { FINDINGS_KEPT, NAME_LENGTH } from './sweep-limits.js';

/**
 * A scope that is being pushed, or waits for it: what stands on the gateway for it says nothing yet.
 *
 * @param gatewayId and scope as SQL
 */
const busy = (gatewayId: string, scope: string): string => `EXISTS (
    SELECT FROM sync_scope busy WHERE busy.gateway_id = ${gatewayId} AND busy.scope = ${scope}
      AND (busy.applied < busy.wished OR busy.locked_until > now()))`;

/**
 * An object whose scope is under way, or that of the object on which it hangs: the gateway removes both together, and our
 * rows follow a moment later.
 *
 * @param of a relation with the columns scope and remote_id
 */
const unsettled = (of: string): string => `(${busy('$1', `${of}.scope`)} OR EXISTS (
    SELECT FROM inventory_object own JOIN inventory_object parent
      ON parent.gateway_id = own.gateway_id AND parent.remote_id = own.parent_id
    WHERE own.gateway_id = $1 AND own.remote_id = ${of}.remote_id AND ${busy('$1', 'parent.scope')}))`;

/** What a sweep notes of one gateway, gone with its connection. A statement over all of it may take its time. */
export const NOTES_SQL = `
  SET statement_timeout = '5min';
  CREATE TEMP TABLE sweep_seen (remote_id uuid NOT NULL);
  CREATE TEMP TABLE sweep_found (
    remote_id uuid PRIMARY KEY, kind text NOT NULL, scope text NOT NULL, finding text NOT NULL, name text NOT NULL,
    fields jsonb NOT NULL, more_fields int NOT NULL, found_hash text, position int GENERATED ALWAYS AS IDENTITY);`;

const FOUND_COLUMNS = 'remote_id, kind, scope, finding, name, fields, more_fields, found_hash';

/**
 * $1 gateway, $2 begin, and of each listed object $3 id, $4 kind, $5 hash, $6 scope (null: without our mark). Answers the
 * objects that differ and, of those without our mark, the ones that are ours all the same: their mark was taken off. What
 * was pushed before answers were kept can be missing, but not changed.
 */
export const COMPARE_SQL = `
  WITH listed AS (
    SELECT * FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[])
      WITH ORDINALITY AS l(remote_id, kind, hash, scope, position)
  ), compared AS (
    SELECT l.position, l.scope AS marked, i.remote_id IS NOT NULL AS known, COALESCE(i.scope, l.scope) AS scope,
      CASE WHEN i.remote_id IS NULL THEN l.scope IS NOT NULL
        ELSE i.answered_hash <> l.hash AND i.confirmed_at < $2 AND i.answered <> '{}' END AS differs,
      i.answered, l.remote_id
    FROM listed l LEFT JOIN inventory_object i ON i.gateway_id = $1 AND i.remote_id = l.remote_id AND i.kind = l.kind
  ), seen AS (INSERT INTO sweep_seen SELECT remote_id FROM compared WHERE known)
  SELECT (c.position - 1)::int AS index, c.scope, c.known, differs.now AS differs,
    CASE WHEN differs.now THEN c.answered END AS answered
  FROM compared c CROSS JOIN LATERAL (
    SELECT c.differs AND NOT ${busy('$1', 'c.scope')} AS now) AS differs
  WHERE differs.now OR (c.known AND c.marked IS NULL)`;

export const NOTE_FOUND_SQL = `
  INSERT INTO sweep_found (${FOUND_COLUMNS})
  SELECT ${FOUND_COLUMNS} FROM jsonb_to_recordset($1::jsonb) AS f(
    remote_id uuid, kind text, scope text, finding text, name text, fields jsonb, more_fields int, found_hash text)
  ON CONFLICT DO NOTHING`;

/**
 * $1 gateway, $2 begin. Objects that were sent and not listed; those that wait to be sent again are no news. A name with
 * an escaped character is left out, because PostgreSQL does not take every one that JSON may hold.
 */
export const NOTE_MISSING_SQL = `
  INSERT INTO sweep_found (${FOUND_COLUMNS})
  SELECT i.remote_id, i.kind, i.scope, 'missing',
    COALESCE(left(CASE WHEN i.answered NOT LIKE '%\\\\u%' THEN i.answered::jsonb ->> 'name' END, ${NAME_LENGTH}), i.remote_id::text),
    '[]', 0, NULL
  FROM inventory_object i
  WHERE i.gateway_id = $1 AND i.confirmed_at < $2 AND i.wished_hash <> ''
    AND NOT EXISTS (SELECT FROM sweep_seen s WHERE s.remote_id = i.remote_id)
    AND NOT ${busy('$1', 'i.scope')}
  ON CONFLICT DO NOTHING`;

export const COUNT_SQL = `
  SELECT (SELECT count(*)::int FROM sweep_found) AS found,
    (SELECT count(*)::int FROM sweep_found WHERE finding = 'missing') AS missing,
    (SELECT count(*)::int FROM sweep_seen) AS seen`;

/**
 * $1 gateway, $2 begin. What is still as it was found becomes a finding; what is not found any more is none, unless its
 * scope is under way. A finding that was there stays as it was, and ignored, while the object stands as it stood. Of
 * more than are kept, those stay that were there, and of the others those that were noted first.
 */
export const BELIEVE_SQL = `
  WITH believed AS (
    SELECT f.* FROM sweep_found f
    LEFT JOIN inventory_object i ON i.gateway_id = $1 AND i.remote_id = f.remote_id
    WHERE NOT ${unsettled('f')}
      AND CASE f.finding WHEN 'unknown' THEN i.remote_id IS NULL ELSE i.confirmed_at < $2 END
  ), gone AS (
    DELETE FROM drift_finding d
    WHERE d.gateway_id = $1 AND NOT EXISTS (SELECT FROM believed b WHERE b.remote_id = d.remote_id)
      AND NOT ${unsettled('d')}
    RETURNING 1
  ), room AS (
    SELECT b.remote_id FROM believed b
    ORDER BY NOT EXISTS (SELECT FROM drift_finding d WHERE d.gateway_id = $1 AND d.remote_id = b.remote_id), b.position
    LIMIT greatest(0, ${FINDINGS_KEPT} + (SELECT count(*) FROM gone) - (
      SELECT count(*) FROM drift_finding d
      WHERE d.gateway_id = $1 AND NOT EXISTS (SELECT FROM believed b WHERE b.remote_id = d.remote_id)))
  ), kept AS (
    INSERT INTO drift_finding AS d (gateway_id, ${FOUND_COLUMNS})
    SELECT $1, ${FOUND_COLUMNS} FROM believed JOIN room USING (remote_id) ORDER BY remote_id
    ON CONFLICT (gateway_id, remote_id) DO UPDATE SET kind = EXCLUDED.kind, scope = EXCLUDED.scope,
      finding = EXCLUDED.finding, name = EXCLUDED.name, fields = EXCLUDED.fields, more_fields = EXCLUDED.more_fields,
      found_hash = EXCLUDED.found_hash, found_at = now(), ignored_at = NULL, ignored_by = NULL
    WHERE (d.finding, d.found_hash) IS DISTINCT FROM (EXCLUDED.finding, EXCLUDED.found_hash)
    RETURNING finding
  )
  SELECT count(*) FILTER (WHERE finding = 'missing')::int AS missing,
    count(*) FILTER (WHERE finding = 'changed')::int AS changed,
    count(*) FILTER (WHERE finding = 'unknown')::int AS unknown,
    (SELECT count(*)::int FROM gone) AS gone,
    (SELECT count(*) FROM believed)::int - (SELECT count(*) FROM room)::int AS "leftOut"
  FROM kept`;

// A list that moves while it is read page by page names an object twice.
export const FOREIGN_SQL = `
  WITH listed AS (
    SELECT DISTINCT ON (kind, remote_id) *
    FROM unnest($2::text[], $3::text[], $4::text[]) AS l(kind, remote_id, name) ORDER BY kind, remote_id, name),
  gone AS (
    DELETE FROM foreign_object f WHERE f.gateway_id = $1
      AND NOT EXISTS (SELECT FROM listed l WHERE l.kind = f.kind AND l.remote_id = f.remote_id))
  INSERT INTO foreign_object AS f (gateway_id, kind, remote_id, name)
  SELECT $1, kind, remote_id, name FROM listed ORDER BY kind, remote_id
  ON CONFLICT (gateway_id, kind, remote_id) DO UPDATE SET name = EXCLUDED.name WHERE f.name <> EXCLUDED.name`;

export const SWEPT_SQL = `
  UPDATE gateway SET swept_at = $2, sweep_error = NULL, owned_counts = $3, foreign_counts = $4,
    drift_left_out = $5 WHERE id = $1`;
