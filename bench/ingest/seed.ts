import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Traffic } from './entries.js';

const OPERATIONS = 20;
/** So many services an application has subscribed to, and of each it calls so many operations. */
const SUBSCRIPTIONS = 2;
const OPERATIONS_CALLED = 5;

/** A gateway that serves so many versions to so many applications, put in place by SQL; returns what calls may name. */
export async function seed(
  pool: pg.Pool,
  gatewayId: string,
  { versions, applications }: { versions: number; applications: number },
): Promise<Traffic> {
  const [teamId, specHash] = [randomUUID(), 'a'.repeat(64)];
  const operations = Array.from({ length: OPERATIONS }, (_, index) => ({
    method: index % 3 === 0 ? 'POST' : 'GET',
    path: `/things${index}/{id}`,
  }));
  await pool.query(`INSERT INTO team (id, slug, name, kind) VALUES ($1, 'bench', 'Bench', 'provider')`, [teamId]);
  await pool.query(
    `INSERT INTO spec (hash, format, byte_length, bytes, openapi, title, operation_count)
     VALUES ($1, 'json', 0, '', '3.1', 'Bench', $2)`,
    [specHash, OPERATIONS],
  );
  await pool.query(
    `INSERT INTO gateway (id, environment_id, slug, name, kind, admin_url, proxy_url)
     SELECT $1, id, 'bench', 'Bench', 'kong', 'http://127.0.0.1:1', 'http://127.0.0.1:1'
     FROM environment WHERE slug = 'live'`,
    [gatewayId],
  );
  const clients = await seedApplications(pool, { gatewayId, teamId }, applications);
  return {
    versions: await seedVersions(pool, { gatewayId, teamId, specHash, operations }, versions),
    applications: clients.map((client, index) => ({
      ...client,
      versionIndexes: Array.from({ length: SUBSCRIPTIONS }, (_, nth) => (index + nth) % versions),
      operationIndexes: Array.from({ length: OPERATIONS_CALLED }, (_, nth) => (index + nth) % OPERATIONS),
    })),
    operations,
  };
}

async function seedVersions(
  pool: pg.Pool,
  {
    gatewayId,
    teamId,
    specHash,
    operations,
  }: { gatewayId: string; teamId: string; specHash: string; operations: { method: string; path: string }[] },
  count: number,
): Promise<Traffic['versions']> {
  const { rows } = await pool.query<Traffic['versions'][number]>(
    `WITH new_service AS (
       INSERT INTO service (id, slug, name, owner_team_id, updated_at)
       SELECT gen_random_uuid(), 'service-' || i, 'Service ' || i, $1, now() FROM generate_series(1, $4::int) i
       RETURNING id, slug
     ), new_version AS (
       INSERT INTO version (id, service_id, name, state, base_path, spec_hash, spec_revision_number,
         published_at, updated_at)
       SELECT gen_random_uuid(), id, 'v1', 'published', '/' || slug || '/v1', $2, 1, now(), now() FROM new_service
       RETURNING id, service_id, base_path
     ), new_deployment AS (
       INSERT INTO deployment (version_id, gateway_id) SELECT id, $3 FROM new_version
     )
     SELECT v.id, s.slug, v.base_path AS "basePath" FROM new_version v JOIN new_service s ON s.id = v.service_id`,
    [teamId, specHash, gatewayId, count],
  );
  await pool.query(
    `INSERT INTO operation (version_id, position, since, method, path, definition, digest)
     SELECT version_id, position, 1, method, path, '{}', ''
     FROM unnest($1::uuid[]) AS v(version_id), unnest($2::text[], $3::text[]) WITH ORDINALITY AS o(method, path, position)`,
    [rows.map(({ id }) => id), operations.map(({ method }) => method), operations.map(({ path }) => path)],
  );
  return rows;
}

async function seedApplications(
  pool: pg.Pool,
  { gatewayId, teamId }: { gatewayId: string; teamId: string },
  count: number,
): Promise<{ id: string; keyObjectId: string }[]> {
  const { rows } = await pool.query<{ id: string; keyObjectId: string }>(
    `WITH new_application AS (
       INSERT INTO application (id, team_id, name, updated_at)
       SELECT gen_random_uuid(), $1, 'Client ' || i, now() FROM generate_series(1, $3::int) i RETURNING id
     ), new_credential AS (
       INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1)
       SELECT gen_random_uuid(), a.id, e.id, 'bench', 'ghl', '0000', 'sha256 of ' || a.id, 'sha1 of ' || a.id
       FROM new_application a, environment e WHERE e.slug = 'live' RETURNING id, application_id
     ), new_object AS (
       INSERT INTO inventory_object (gateway_id, scope, kind, remote_id, subject_id, wished_hash, answered_hash)
       SELECT $2, 'application:' || application_id, 'key-auths', gen_random_uuid(), id, '', '' FROM new_credential
       RETURNING remote_id, subject_id
     )
     SELECT c.application_id AS id, o.remote_id AS "keyObjectId"
     FROM new_object o JOIN new_credential c ON c.id = o.subject_id`,
    [teamId, gatewayId, count],
  );
  return rows;
}
