import { Injectable } from '@nestjs/common';
import { type AdoptableGateway, deterministicId } from '#gateway';
import { Database } from '../database/database.js';
import type { CatalogueFacts, KnownKey } from './adoption-plan.js';

const KEYS_AT_ONCE = 5_000;

// What an earlier turn of the same adoption made has the ids that this turn will give: it is in nobody's way.
const PLACES_SQL = `
  SELECT v.base_path AS "basePath", v.hosts, s.slug AS service
  FROM version v JOIN service s ON s.id = v.service_id
  WHERE NOT v.id = ANY($1::uuid[]) AND (v.state IN ('published', 'deprecated')
    OR v.state = 'retired' AND EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id))`;

const KEYS_SQL = `
  SELECT c.sha256, c.application_id AS "applicationId", a.name AS "applicationName",
    c.environment_id = g.environment_id AND c.revoked_at IS NULL AND a.archived_at IS NULL
      AND (c.expires_at IS NULL OR c.expires_at > now()) AS usable
  FROM credential c JOIN application a ON a.id = c.application_id JOIN gateway g ON g.id = $1
  WHERE c.sha256 = ANY($2) AND NOT c.id = ANY($3::uuid[])`;

/** Reads what of the catalogue an adoption could run into. */
@Injectable()
export class CatalogueFactsStore {
  constructor(private readonly database: Database) {}

  /** @param applicationTeamId the team that gets the applications; null while none is chosen */
  async read(
    adoptionId: string,
    gatewayId: string,
    found: AdoptableGateway,
    applicationTeamId: string | null,
  ): Promise<CatalogueFacts> {
    const ids = (kind: string, keys: { key: string }[]) =>
      keys.map(({ key }) => deterministicId(adoptionId, kind, key));
    const [slugs, places, names, keys] = await Promise.all([
      this.named('SELECT id, slug AS name FROM service', []),
      this.places(ids('version', found.services)),
      applicationTeamId === null ? [] : this.applicationNames(applicationTeamId),
      this.keys(adoptionId, gatewayId, found),
    ]);
    const ownServices = new Set(ids('service', found.services));
    const ownApplications = new Set(ids('application', found.consumers));
    return {
      slugs: new Set(slugs.filter(({ id }) => !ownServices.has(id)).map(({ name }) => name)),
      ownSlugs: new Map(slugs.filter(({ id }) => ownServices.has(id)).map(({ id, name }) => [id, name])),
      places,
      keys,
      applicationNames: new Set(names.map(({ name }) => name.toLowerCase())),
      ownNames: new Map(names.filter(({ id }) => ownApplications.has(id)).map(({ id, name }) => [id, name])),
    };
  }

  private async places(ownVersionIds: string[]): Promise<CatalogueFacts['places']> {
    return (await this.database.pool.query<CatalogueFacts['places'][number]>(PLACES_SQL, [ownVersionIds])).rows;
  }

  private applicationNames(teamId: string) {
    return this.named('SELECT id, name FROM application WHERE team_id = $1 AND archived_at IS NULL', [teamId]);
  }

  private async named(text: string, values: unknown[]): Promise<{ id: string; name: string }[]> {
    return (await this.database.pool.query<{ id: string; name: string }>(text, values)).rows;
  }

  private async keys(adoptionId: string, gatewayId: string, found: AdoptableGateway): Promise<Map<string, KnownKey>> {
    const credentials = found.consumers.flatMap((consumer) => consumer.credentials);
    const known = new Map<string, KnownKey>();
    for (let start = 0; start < credentials.length; start += KEYS_AT_ONCE) {
      const some = credentials.slice(start, start + KEYS_AT_ONCE);
      const own = some.map(({ key }) => deterministicId(adoptionId, 'credential', key));
      const digests = some.map(({ digests: { sha256 } }) => sha256);
      const values = [gatewayId, digests, own];
      const { rows } = await this.database.pool.query<KnownKey & { sha256: string }>(KEYS_SQL, values);
      for (const { sha256, ...key } of rows) known.set(sha256, key);
    }
    return known;
  }
}
