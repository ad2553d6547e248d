import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/database.js';
import type { PlannedApplication, PlannedService, VersionPlace } from './adoption-plan.js';

/** In whose name, for whom and on which gateway rows are made. */
export interface MadeFor {
  adoptionId: string;
  gatewayId: string;
  createdBy: string | null;
  serviceTeamId: string;
  applicationTeamId: string;
  now: Date;
}

// A new row only where there is none of its id: what an earlier turn made, and people have changed since, stays.
const SERVICES_SQL = `
  INSERT INTO service (id, slug, name, summary, description, owner_team_id, visibility, exposure, updated_at)
  SELECT r.id, r.slug, r.name, r.summary, '', $2::uuid, 'private', 'external', $3::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, slug text, name text, summary text)
  ON CONFLICT (id) DO NOTHING RETURNING id::text`;

// The services are private: those who call one have to see it.
const GRANTS_SQL = `
  INSERT INTO service_grant (service_id, team_id)
  SELECT DISTINCT s.id, a.team_id FROM jsonb_to_recordset($1::jsonb) AS r(application_id uuid, service_id uuid)
  JOIN application a ON a.id = r.application_id JOIN service s ON s.id = r.service_id AND s.owner_team_id <> a.team_id
  ON CONFLICT DO NOTHING`;

const VERSIONS_SQL = `
  INSERT INTO version (id, service_id, name, state, base_path, hosts, upstream_url, spec_hash, spec_revision_number,
    published_at, everywhere, updated_at)
  SELECT r.id, r.service_id, r.name, 'published', r.base_path, ARRAY[r.id || '.invalid'], r.upstream_url, r.spec_hash, 1,
    $2::timestamptz, false, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, service_id uuid, name text, base_path text, upstream_url text,
    spec_hash text)
  ON CONFLICT (id) DO NOTHING RETURNING id::text`;

// To begin with a version is for a host that nobody can call (RFC 6761): its key check is in nobody's way while keys,
// groups and limits are on their way to the nodes.
const IN_FRONT_SQL = `
  UPDATE version v SET hosts = r.hosts, revision = revision + 1, updated_at = now()
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, hosts text[])
  WHERE v.id = r.id AND v.hosts = ARRAY[v.id || '.invalid'] AND v.hosts <> r.hosts`;

const REVISIONS_SQL = `
  INSERT INTO spec_revision (version_id, number, spec_hash, file_name)
  SELECT r.id, 1, r.spec_hash, 'openapi.json' FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, spec_hash text)
  ON CONFLICT DO NOTHING`;

const DEPLOYMENTS_SQL = `
  INSERT INTO deployment (version_id, gateway_id)
  SELECT r.id, $2::uuid FROM jsonb_to_recordset($1::jsonb) AS r(id uuid)
  ON CONFLICT DO NOTHING`;

// A plan without any limit is kept for those who have it and taken by nobody else.
const PLANS_SQL = `
  INSERT INTO plan (id, service_id, slug, name, description, approval, limit_per_second, limit_per_minute, limit_per_hour,
    limit_per_day, limit_per_month, archived_at, updated_at)
  SELECT r.id, r.service_id, r.slug, r.name, 'As it was on the gateway before it was taken over.', 'manual', r.second,
    r.minute, r.hour, r.day, r.month, CASE WHEN r.closed THEN $2::timestamptz END, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, service_id uuid, slug text, name text, second int, minute int, hour int,
    day int, month int, closed boolean)
  ON CONFLICT (id) DO NOTHING RETURNING id::text`;

const APPLICATIONS_SQL = `
  INSERT INTO application (id, team_id, name, description, updated_at)
  SELECT r.id, $2::uuid, r.name, r.description, $3::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, name text, description text)
  ON CONFLICT (id) DO NOTHING RETURNING id::text`;

const CREDENTIALS_SQL = `
  INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1, created_by, expires_at)
  SELECT r.id, r.application_id, g.environment_id, r.name, r.prefix, r.last_four, r.sha256, r.sha1, $3::uuid, r.expires_at
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, application_id uuid, name text, prefix text, last_four text, sha256 text,
    sha1 text, expires_at timestamptz)
  JOIN gateway g ON g.id = $2::uuid
  ON CONFLICT (id) DO NOTHING RETURNING id::text`;

const SUBSCRIPTIONS_SQL = `
  INSERT INTO subscription (id, application_id, service_id, state, plan_id, decided_at, decided_by, decision_reason,
    updated_at)
  SELECT r.id, r.application_id, r.service_id, 'active', r.plan_id, $2::timestamptz, $3::uuid,
    'It was allowed on the gateway before.', $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, application_id uuid, service_id uuid, plan_id uuid)
  ON CONFLICT (id) DO NOTHING RETURNING id::text`;

// $1 adoption, $2 the keys that it makes now.
const NOTE_KEYS_SQL = `
  UPDATE adoption SET options = jsonb_set(options, '{credentials}', COALESCE(options->'credentials', '[]') || $2::jsonb)
  WHERE id = $1::uuid`;

const REVOKE_KEYS_SQL = `
  UPDATE credential c SET revoked_at = $3::timestamptz FROM adoption a
  WHERE a.id = $1::uuid AND c.revoked_at IS NULL
    AND c.id IN (SELECT jsonb_array_elements_text(a.options->'credentials')::uuid) AND NOT c.id = ANY($2::uuid[])
  RETURNING c.application_id AS "applicationId"`;

/** Writes what an adoption makes, many rows a statement, and gives the ids of new rows. Writing it again changes nothing. */
@Injectable()
export class AdoptedCatalogueStore {
  /** @param hashes of the documents, by the id of the version */
  async services(tx: Tx, services: PlannedService[], hashes: ReadonlyMap<string, string>, made: MadeFor) {
    const heads = services.map(({ id, slug, name, versions: [first] }) => {
      return { id, slug, name, summary: `Taken over from a gateway, where it is called ${first?.foundAs ?? name}.` };
    });
    const versions = services.flatMap(({ id: serviceId, versions: ofService }) =>
      ofService.map(({ id, name, basePath, upstreamUrl }) => ({
        id,
        service_id: serviceId,
        name,
        base_path: basePath,
        upstream_url: upstreamUrl,
        spec_hash: hashes.get(id),
      })),
    );
    const plans = services.flatMap(({ id: serviceId, plans: ofService }) =>
      ofService.map(({ id, slug, name, limits }) => {
        const closed = Object.keys(limits).length === 0;
        return { id, service_id: serviceId, slug, name, ...limits, closed };
      }),
    );
    const madeIds = [
      ...(await run(tx, SERVICES_SQL, heads, made.serviceTeamId, made.now)),
      ...(await run(tx, VERSIONS_SQL, versions, made.now)),
      ...(await run(tx, PLANS_SQL, plans, made.now)),
    ];
    await run(tx, REVISIONS_SQL, versions);
    await run(tx, DEPLOYMENTS_SQL, versions, made.gatewayId);
    return new Set(madeIds);
  }

  /** Before the keys are made, so that none of them is ever forgotten. */
  async noteKeys(tx: Tx, adoptionId: string, credentialIds: string[]): Promise<void> {
    await tx.$executeRawUnsafe(NOTE_KEYS_SQL, adoptionId, JSON.stringify(credentialIds));
  }

  /** Revokes what an earlier turn made of keys that are no more on the gateway; gives the applications that had them. */
  async revokeVanished(tx: Tx, adoptionId: string, credentialIds: string[], now: Date): Promise<string[]> {
    const rows = await tx.$queryRawUnsafe<{ applicationId: string }[]>(REVOKE_KEYS_SQL, adoptionId, credentialIds, now);
    return [...new Set(rows.map(({ applicationId }) => applicationId))];
  }

  /** Lets the versions answer where those of others do. */
  async bringToFront(tx: Tx, versions: VersionPlace[]): Promise<void> {
    await run(tx, IN_FRONT_SQL, versions);
  }

  async applications(tx: Tx, applications: PlannedApplication[], made: MadeFor): Promise<ReadonlySet<string>> {
    const fresh = applications.filter(({ isNew }) => isNew);
    const heads = fresh.map(({ id, name, foundAs, customId }) => {
      const known = customId === null ? '' : `, custom id ${customId}`;
      return { id, name, description: `Taken over from a gateway: consumer ${foundAs}${known}.`.slice(0, 1000) };
    });
    const credentials = applications.flatMap(({ id: applicationId, credentials: ofApplication }) =>
      ofApplication.map(({ id, digests, prefix, lastFour, expiresInSeconds }, index) => ({
        id,
        application_id: applicationId,
        name: ofApplication.length === 1 ? 'Taken over' : `Taken over ${index + 1}`,
        prefix,
        last_four: lastFour,
        ...digests,
        expires_at: expiresInSeconds === null ? null : new Date(made.now.getTime() + expiresInSeconds * 1000),
      })),
    );
    const subscriptions = applications.flatMap(({ id: applicationId, subscriptions: ofApplication }) =>
      ofApplication.map(({ id, serviceId, planId }) => {
        return { id, application_id: applicationId, service_id: serviceId, plan_id: planId };
      }),
    );
    const madeIds = [
      ...(await run(tx, APPLICATIONS_SQL, heads, made.applicationTeamId, made.now)),
      ...(await run(tx, CREDENTIALS_SQL, credentials, made.gatewayId, made.createdBy)),
      ...(await run(tx, SUBSCRIPTIONS_SQL, subscriptions, made.now, made.createdBy)),
    ];
    await run(tx, GRANTS_SQL, subscriptions);
    return new Set(madeIds);
  }
}

/** Gives the ids of new rows, where the statement tells them. */
async function run(tx: Tx, text: string, rows: object[], ...values: unknown[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await tx.$queryRawUnsafe<{ id: string }[]>(text, JSON.stringify(rows), ...values);
  return made.map(({ id }) => id);
}
