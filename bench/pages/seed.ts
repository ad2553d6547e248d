import type pg from 'pg';

const TEAMS = 40;

/** Provider teams, once. */
export async function seedTeams(pool: pg.Pool): Promise<void> {
  await pool.query(
    `INSERT INTO team (id, slug, name, kind)
     SELECT gen_random_uuid(), 'team-' || i, 'Team ' || i, 'provider' FROM generate_series(0, $1::int - 1) i`,
    [TEAMS],
  );
}

/** Adds public services with one published version each, until there are so many. */
export async function seedServices(pool: pg.Pool, count: number): Promise<void> {
  await pool.query(
    `WITH new_service AS (
       INSERT INTO service (id, slug, name, summary, owner_team_id, updated_at)
       SELECT gen_random_uuid(), 'service-' || i, 'Service ' || i, 'What service ' || i || ' does, in one sentence.',
         (SELECT id FROM team WHERE slug = 'team-' || (i % $2::int)), now()
       FROM generate_series((SELECT count(*)::int FROM service) + 1, $1::int) i
       RETURNING id, slug
     )
     INSERT INTO version (id, service_id, name, state, base_path, published_at, updated_at)
     SELECT gen_random_uuid(), id, 'v1', 'published', '/' || slug || '/v1', now(), now() FROM new_service`,
    [count, TEAMS],
  );
  await pool.query('VACUUM ANALYZE service, version, team');
}
