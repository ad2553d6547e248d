import { Injectable } from '@nestjs/common';
import type { SubscriptionState } from '#domain';
import type { CredentialRow } from '../credentials/credentials.store.js';
import { Database } from '../database/database.js';
import { rowsOf, type SqlTx } from '../database/statement.js';

/** What an application has of a service in one environment. */
export interface ConsolePlace {
  environment: { id: string; slug: string; name: string; keyLetter: string };
  /** None: it never asked for one. */
  subscription: SubscriptionState | null;
  /** None: no gateway of the environment serves the version. */
  gateway: { id: string; proxyUrl: string } | null;
}

/** How far a gateway is with a key. */
export interface KeyProgress {
  takenAt: Date | null;
  liveAt: Date | null;
}

export interface ApplicationOfMine {
  id: string;
  name: string;
  subscription: SubscriptionState | null;
}

interface PlaceRow {
  id: string;
  slug: string;
  name: string;
  keyLetter: string;
  subscription: SubscriptionState | null;
  gatewayId: string | null;
  proxyUrl: string | null;
}

/** A key with the team whose it is. */
export interface ConsoleKeyRow extends CredentialRow {
  teamId: string;
}

export type NewConsoleKey = CredentialRow & { sha256: string; sha1: string; createdBy: string };

const MAX_APPLICATIONS = 100;

const INSERT = {
  name: 'console_key_insert',
  text: `
    INSERT INTO credential (id, application_id, environment_id, name, purpose, prefix, last_four, sha256, sha1, created_by,
      created_at, expires_at)
    VALUES ($1::uuid, $2::uuid, $3::uuid, $4::text, 'console', $5::text, $6::text, $7::text, $8::text, $9::uuid,
      $10::timestamptz, $11::timestamptz)`,
};

const KNOWN = {
  name: 'console_key_known',
  text: `SELECT FROM credential WHERE id = $1::uuid AND created_by = $2::uuid AND purpose = 'console'`,
};

const ended = (which: string) => `
    UPDATE credential c SET revoked_at = $3::timestamptz, revoked_by = $2::uuid
    FROM environment e, application a
    WHERE ${which} AND c.created_by = $2::uuid AND c.purpose = 'console' AND c.revoked_at IS NULL
      AND e.id = c.environment_id AND a.id = c.application_id
    RETURNING c.id, c.application_id AS "applicationId", c.environment_id AS "environmentId",
      jsonb_build_object('slug', e.slug) AS environment, c.name, c.prefix, c.last_four AS "lastFour",
      c.created_at AS "createdAt", c.expires_at AS "expiresAt", c.revoked_at AS "revokedAt",
      c.last_used_at AS "lastUsedAt", a.team_id AS "teamId"`;

const END_ONE = { name: 'console_key_end', text: ended('c.id = $1::uuid') };

const END_OLDER = {
  name: 'console_keys_end_older',
  text: ended(`c.id IN (
      SELECT id FROM credential
      WHERE application_id = $1::uuid AND created_by = $2::uuid AND purpose = 'console' AND revoked_at IS NULL
        AND expires_at > $3::timestamptz
      ORDER BY id DESC OFFSET $4::int)`),
};

@Injectable()
export class ConsoleStore {
  constructor(private readonly database: Database) {}

  /** Null: there is no such environment. Of several gateways the first one that is not away. */
  async place(
    applicationId: string,
    version: { id: string; serviceId: string },
    environment: { slug: string } | { id: string },
  ): Promise<ConsolePlace | null> {
    const { slug = null, id = null } = environment as { slug?: string; id?: string };
    const [row] = await this.database.prisma.$queryRaw<PlaceRow[]>`
      SELECT e.id, e.slug, e.name, e.key_letter AS "keyLetter", s.state AS subscription, g.id AS "gatewayId",
        g.proxy_url AS "proxyUrl"
      FROM environment e
      LEFT JOIN subscription s ON s.application_id = ${applicationId}::uuid AND s.service_id = ${version.serviceId}::uuid
      LEFT JOIN LATERAL (
        SELECT g.id, g.proxy_url FROM deployment d JOIN gateway g ON g.id = d.gateway_id
        WHERE d.version_id = ${version.id}::uuid AND g.environment_id = e.id
        ORDER BY g.away_at NULLS FIRST, g.slug LIMIT 1) g ON true
      WHERE e.slug = ${slug} OR e.id = ${id}::uuid`;
    if (row === undefined) return null;
    const { subscription, gatewayId, proxyUrl, ...found } = row;
    const gateway = gatewayId === null || proxyUrl === null ? null : { id: gatewayId, proxyUrl };
    return { environment: found, subscription, gateway };
  }

  async insertKey(tx: SqlTx, credential: NewConsoleKey): Promise<void> {
    const { id, applicationId, environmentId, name, prefix, lastFour, sha256, sha1 } = credential;
    const { createdBy, createdAt, expiresAt } = credential;
    const values = [id, applicationId, environmentId, name, prefix, lastFour, sha256, sha1];
    await rowsOf(tx, INSERT, [...values, createdBy, createdAt, expiresAt]);
  }

  /** The environment of a console's key that still opens something; null: it has ended. */
  async environmentOf(credentialId: string, userId: string, now: Date): Promise<string | null> {
    const found = await this.database.prisma.credential.findFirst({
      where: { id: credentialId, purpose: 'console', createdBy: userId, revokedAt: null, expiresAt: { gt: now } },
      select: { environmentId: true },
    });
    return found?.environmentId ?? null;
  }

  async progress(credentialId: string, gatewayId: string): Promise<KeyProgress> {
    const found = await this.database.prisma.credentialConfirmation.findUnique({
      where: { credentialId_gatewayId: { credentialId, gatewayId } },
      select: { takenAt: true, liveAt: true },
    });
    return found ?? { takenAt: null, liveAt: null };
  }

  /** Ends one key of the person's consoles: as it was before, or null where there is none that can be ended. */
  async endOne(tx: SqlTx, id: string, userId: string, now: Date): Promise<ConsoleKeyRow | null> {
    const [ended] = await rowsOf<ConsoleKeyRow>(tx, END_ONE, [id, userId, now]);
    return ended ?? null;
  }

  /** Whether the person has or had such a key. */
  async isKnown(tx: SqlTx, id: string, userId: string): Promise<boolean> {
    return (await rowsOf(tx, KNOWN, [id, userId])).length === 1;
  }

  /** Ends all of the person's keys for the application but the newest ones. Exact under the application's lock. */
  endOlder(tx: SqlTx, applicationId: string, userId: string, kept: number, now: Date): Promise<ConsoleKeyRow[]> {
    return rowsOf<ConsoleKeyRow>(tx, END_OLDER, [applicationId, userId, now, kept]);
  }

  /** Applications of the teams, those that may call the service first. */
  applications(teamIds: string[], serviceId: string): Promise<ApplicationOfMine[]> {
    return this.database.prisma.$queryRaw<ApplicationOfMine[]>`
      SELECT a.id, a.name, s.state AS subscription
      FROM application a LEFT JOIN subscription s ON s.application_id = a.id AND s.service_id = ${serviceId}::uuid
      WHERE a.team_id = ANY(${teamIds}::uuid[]) AND a.archived_at IS NULL
      ORDER BY s.state = 'active' DESC NULLS LAST, lower(a.name), a.id LIMIT ${MAX_APPLICATIONS}`;
  }

  /** The environments in which a gateway serves the version, and where that is. */
  environments(versionId: string): Promise<{ slug: string; name: string; proxyUrl: string }[]> {
    return this.database.prisma.$queryRaw`
      SELECT DISTINCT ON (e.key_letter) e.slug, e.name, g.proxy_url AS "proxyUrl"
      FROM deployment d JOIN gateway g ON g.id = d.gateway_id JOIN environment e ON e.id = g.environment_id
      WHERE d.version_id = ${versionId}::uuid
      ORDER BY e.key_letter, g.away_at NULLS FIRST, g.slug`;
  }
}
