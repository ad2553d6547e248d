import type pg from 'pg';

export const SERVICE = 'orders';
export const PLAN = 'free';

export interface CatalogueSize {
  applications: number;
  /** Whether every application is subscribed to the one service; without it an application is a consumer and a key. */
  subscribed: boolean;
  /** Keys of each application; one, where nothing is said. */
  keys?: number;
}

/** Service, three guards, route. */
export const OBJECTS_OF_VERSION = 5;

/** Consumer and keys; with a subscription also its group and its limit. */
export function objectsOfApplication({ subscribed, keys = 1 }: Omit<CatalogueSize, 'applications'>): number {
  return (subscribed ? 3 : 1) + keys;
}

export function objectsOf(size: CatalogueSize): number {
  return OBJECTS_OF_VERSION + size.applications * objectsOfApplication(size);
}

const SERVICE_SQL = `
  WITH t AS (INSERT INTO team (id, slug, name, kind) VALUES (gen_random_uuid(), 'shop', 'Shop', 'provider') RETURNING id),
  m AS (INSERT INTO membership (team_id, user_id, role) SELECT id, $1::uuid, 'owner' FROM t),
  s AS (INSERT INTO service (id, slug, name, owner_team_id, updated_at)
    SELECT gen_random_uuid(), '${SERVICE}', 'Orders', id, now() FROM t RETURNING id),
  p AS (INSERT INTO plan (id, service_id, slug, name, limit_per_minute, updated_at)
    SELECT gen_random_uuid(), id, '${PLAN}', 'Free', 5, now() FROM s)
  INSERT INTO version (id, service_id, name, state, base_path, upstream_url, published_at, updated_at)
  SELECT gen_random_uuid(), id, 'v1', 'published', '/orders/v1', 'http://127.0.0.1:9', now(), now() FROM s`;

const APPLICATIONS_SQL = `
  WITH a AS (INSERT INTO application (id, team_id, name, updated_at)
    SELECT gen_random_uuid(), t.id, 'app ' || n, now() FROM team t, generate_series($1::int, $2::int) AS n
    WHERE t.slug = 'shop' RETURNING id),
  x AS (INSERT INTO subscription (id, application_id, service_id, state, plan_id, updated_at)
    SELECT gen_random_uuid(), a.id, p.service_id, 'active', p.id, now() FROM a, plan p WHERE $3::bool)
  INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1)
  SELECT gen_random_uuid(), a.id, e.id, 'key', 'ghlAAAAA', 'ZZZZ', d.digest, left(d.digest, 40)
  FROM a, environment e, generate_series(1, $4::int) AS k,
    LATERAL (SELECT encode(sha256((a.id::text || k)::bytea), 'hex') AS digest) AS d
  WHERE e.slug = 'live'`;

/** One service with a live version, and applications with a key each, as if they had been there before any gateway. */
export async function fillCatalogue(sql: pg.Pool, ownerId: string, size: CatalogueSize): Promise<void> {
  await sql.query(SERVICE_SQL, [ownerId]);
  await sql.query(APPLICATIONS_SQL, [1, size.applications, size.subscribed, size.keys ?? 1]);
  await sql.query('VACUUM ANALYZE');
}
