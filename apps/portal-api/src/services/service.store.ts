import { Injectable } from '@nestjs/common';
import { Fault, type Visibility } from '#domain';
import { Database, type Tx } from '../database/database.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import { findServiceAnew } from '../search/search-queue.store.js';

export interface ServiceRow {
  id: string;
  slug: string;
  name: string;
  summary: string;
  description: string;
  visibility: Visibility;
  exposure: 'external' | 'internal';
  revision: number;
  createdAt: Date;
  updatedAt: Date;
  ownerTeamId: string;
  ownerSlug: string;
  ownerName: string;
}

/** A service and what decides who sees it. */
export interface ServiceWithAudience extends ServiceRow {
  grantedTeamIds: string[];
  /** Whether a version of it is published or deprecated. */
  hasLiveVersion: boolean;
  /** a version of it is retired, and gateways still say so to those who call it */
  answersGone: boolean;
}

export interface NewService {
  id: string;
  slug: string;
  name: string;
  summary: string;
  description: string;
  ownerTeamId: string;
  visibility: Visibility;
  exposure: 'external' | 'internal';
}

export interface GrantRow {
  teamId: string;
  teamSlug: string;
  teamName: string;
}

export interface GrantChange {
  teamIds: string[];
  unknownIds: string[];
  unknownSlugs: string[];
}

export type ServiceChange = Partial<Pick<NewService, 'name' | 'summary' | 'description' | 'visibility' | 'exposure'>>;

/** $1 slug: a row of ServiceWithAudience. */
export const SERVICE_BY_SLUG_SQL = `
  SELECT s.id, s.slug, s.name, s.summary, s.description, s.visibility, s.exposure, s.revision,
    s.created_at AS "createdAt", s.updated_at AS "updatedAt",
    t.id AS "ownerTeamId", t.slug AS "ownerSlug", t.name AS "ownerName",
    ARRAY(SELECT g.team_id::text FROM service_grant g WHERE g.service_id = s.id) AS "grantedTeamIds",
    EXISTS (SELECT 1 FROM version v WHERE v.service_id = s.id AND v.state IN ('published', 'deprecated'))
      AS "hasLiveVersion",
    EXISTS (SELECT 1 FROM version v WHERE v.service_id = s.id AND v.state = 'retired'
      AND EXISTS (SELECT 1 FROM deployment d WHERE d.version_id = v.id)) AS "answersGone"
  FROM service s JOIN team t ON t.id = s.owner_team_id
  WHERE s.slug = $1`;

@Injectable()
export class ServiceStore {
  constructor(private readonly database: Database) {}

  async bySlug(slug: string): Promise<ServiceWithAudience | null> {
    const { rows } = await this.database.pool.query<ServiceWithAudience>({
      name: 'service_by_slug',
      text: SERVICE_BY_SLUG_SQL,
      values: [slug],
    });
    return rows[0] ?? null;
  }

  async ownerTeam(tx: Tx, teamId: string): Promise<{ slug: string; name: string; kind: string } | null> {
    return tx.team.findUnique({ where: { id: teamId }, select: { slug: true, name: true, kind: true } });
  }

  async insert(tx: Tx, service: NewService): Promise<{ revision: number; createdAt: Date; updatedAt: Date }> {
    try {
      return await tx.service.create({
        data: service,
        select: { revision: true, createdAt: true, updatedAt: true },
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new Fault('service.slug_taken', `The slug "${service.slug}" is taken. Choose another.`, {
        fields: [{ field: 'slug', message: 'is taken' }],
      });
    }
  }

  /** False when somebody else has changed it since that revision. */
  async update(tx: Tx, serviceId: string, revision: number, change: ServiceChange): Promise<boolean> {
    const { count } = await tx.service.updateMany({
      where: { id: serviceId, revision },
      data: { ...change, revision: { increment: 1 } },
    });
    if (count === 1) await findServiceAnew(tx, serviceId);
    return count === 1;
  }

  async grants(serviceId: string): Promise<GrantRow[]> {
    const { rows } = await this.database.pool.query<GrantRow>(
      `SELECT g.team_id AS "teamId", t.slug AS "teamSlug", t.name AS "teamName"
       FROM service_grant g JOIN team t ON t.id = g.team_id
       WHERE g.service_id = $1 ORDER BY lower(t.name), t.id`,
      [serviceId],
    );
    return rows;
  }

  /** Replaces the grants and returns the teams that have them now, and which names fit no team; then nothing was changed. */
  async replaceGrants(tx: Tx, serviceId: string, ids: string[], slugs: string[]): Promise<GrantChange> {
    const known = await tx.team.findMany({
      where: { OR: [{ id: { in: ids } }, { slug: { in: slugs } }] },
      select: { id: true, slug: true },
    });
    const unknownIds = ids.filter((id) => !known.some((team) => team.id === id));
    const unknownSlugs = slugs.filter((slug) => !known.some((team) => team.slug === slug));
    const teamIds = known.map(({ id }) => id);
    if (unknownIds.length + unknownSlugs.length > 0) return { teamIds, unknownIds, unknownSlugs };
    await tx.serviceGrant.deleteMany({ where: { serviceId, teamId: { notIn: teamIds } } });
    await tx.serviceGrant.createMany({ data: teamIds.map((teamId) => ({ serviceId, teamId })), skipDuplicates: true });
    return { teamIds, unknownIds, unknownSlugs };
  }
}
