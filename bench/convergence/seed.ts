import type pg from 'pg';

/** How many of what make a catalogue that is so many objects on a Kong gateway. */
export interface Shape {
  services: number;
  applications: number;
  subscriptions: number;
  objects: number;
}

/** Slugs of the plans of every service: most applications are under the first, exactly one in all under the second. */
export const SHARED_PLAN = 'shared';
export const LONE_PLAN = 'lone';
/** The service with the lone plan. */
export const LONE_SERVICE = 'service-1';

/**
 * 1 % services and 1 % routes (a version of each), 45 % consumers and 45 % keys (one key an application), 2.5 % groups and
 * 5.5 % plugins: three guards a version and one limit a subscription.
 */
export function shapeOf(objects: number): Shape {
  const [services, applications, subscriptions] = [0.01, 0.45, 0.025].map((share) => Math.round(objects * share)) as [
    number,
    number,
    number,
  ];
  return { services, applications, subscriptions, objects: services * 5 + applications * 2 + subscriptions * 2 };
}

/** Puts the catalogue into an empty database, as if it had grown there while no gateway was registered. */
export async function seedCatalogue(pool: pg.Pool, { services, applications, subscriptions }: Shape): Promise<void> {
  await pool.query(`INSERT INTO team (id, slug, name, kind) VALUES (gen_random_uuid(), 'bench', 'Bench', 'provider')`);
  await pool.query(
    `WITH new_service AS (
       INSERT INTO service (id, slug, name, owner_team_id, updated_at)
       SELECT gen_random_uuid(), 'service-' || i, 'Service ' || i, t.id, now()
       FROM team t, generate_series(1, $1::int) i WHERE t.slug = 'bench'
       RETURNING id, slug
     ), new_plan AS (
       INSERT INTO plan (id, service_id, slug, name, limit_per_minute, updated_at)
       SELECT gen_random_uuid(), s.id, p.slug, p.slug, 100, now()
       FROM new_service s CROSS JOIN (VALUES ('${SHARED_PLAN}'), ('${LONE_PLAN}')) p(slug)
     )
     INSERT INTO version (id, service_id, name, state, base_path, upstream_url, published_at, updated_at)
     SELECT gen_random_uuid(), id, 'v1', 'published', '/' || slug || '/v1', 'http://127.0.0.1:9/' || slug, now(), now()
     FROM new_service`,
    [services],
  );
  await pool.query(
    `WITH new_application AS (
       INSERT INTO application (id, team_id, name, updated_at)
       SELECT gen_random_uuid(), t.id, 'Client ' || i, now()
       FROM team t, generate_series(1, $1::int) i WHERE t.slug = 'bench'
       RETURNING id
     )
     INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1)
     SELECT gen_random_uuid(), a.id, e.id, 'bench', 'ghl00000', '0000', d.digest, left(d.digest, 40)
     FROM new_application a, environment e, LATERAL (SELECT encode(sha256(a.id::text::bytea), 'hex') AS digest) d
     WHERE e.slug = 'live'`,
    [applications],
  );
  await pool.query(
    `INSERT INTO subscription (id, application_id, service_id, state, plan_id, updated_at)
     SELECT gen_random_uuid(), a.id, s.id, 'active', p.id, now()
     FROM generate_series(1, $1::int) i
     JOIN application a ON a.name = 'Client ' || i
     JOIN service s ON s.slug = 'service-' || (1 + (i - 1) % $2::int)
     JOIN plan p ON p.service_id = s.id AND p.slug = CASE i WHEN 1 THEN '${LONE_PLAN}' ELSE '${SHARED_PLAN}' END`,
    [subscriptions, services],
  );
  await pool.query('VACUUM ANALYZE');
}

/** Makes whoever signed in an owner of the team that everything belongs to: keys are issued by members only. */
export async function joinTeam(pool: pg.Pool): Promise<void> {
  await pool.query(
    `INSERT INTO membership (team_id, user_id, role) SELECT t.id, u.id, 'owner' FROM team t, user_account u
     WHERE t.slug = 'bench'`,
  );
}
