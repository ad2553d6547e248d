import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';
import { rowsOf, type SqlTx } from '../database/statement.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import { nameTaken } from './name-taken.js';

export interface ApplicationRow {
  id: string;
  teamId: string;
  teamName: string;
  name: string;
  description: string;
  revision: number;
  createdAt: Date;
}

const COLUMNS = {
  id: true,
  teamId: true,
  name: true,
  description: true,
  revision: true,
  createdAt: true,
  team: { select: { name: true } },
} as const;

const FIND = {
  name: 'application_find',
  text: `
    SELECT a.id, a.team_id AS "teamId", t.name AS "teamName", a.name, a.description, a.revision,
      a.created_at AS "createdAt"
    FROM application a JOIN team t ON t.id = a.team_id
    WHERE a.id = $1::uuid AND a.archived_at IS NULL`,
};

const LOCK = {
  name: 'application_lock',
  text: 'SELECT id FROM application WHERE id = $1::uuid AND archived_at IS NULL FOR NO KEY UPDATE',
};

type Selected = Omit<ApplicationRow, 'teamName'> & { team: { name: string } };

function toRow({ team, ...application }: Selected): ApplicationRow {
  return { ...application, teamName: team.name };
}

/** Applications that are not archived; an archived one is gone for everybody but the audit log. */
@Injectable()
export class ApplicationsStore {
  constructor(private readonly database: Database) {}

  async find(id: string, tx: Tx | SqlTx = this.database.pool): Promise<ApplicationRow | null> {
    const [found] = await rowsOf<ApplicationRow>(tx, FIND, [id]);
    return found ?? null;
  }

  /** Newest first, after the id `after`. */
  async ofTeams(teamIds: string[], after: string | null, count: number): Promise<ApplicationRow[]> {
    const found = await this.database.prisma.application.findMany({
      where: { teamId: { in: teamIds }, archivedAt: null, ...(after === null ? {} : { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take: count,
      select: COLUMNS,
    });
    return found.map(toRow);
  }

  /** One at a time per team: names and the number of applications are decided under this lock. False: no such team. */
  async lockTeam(tx: Tx, teamId: string): Promise<boolean> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT 1 AS found FROM team WHERE id = ${teamId}::uuid FOR NO KEY UPDATE`;
    return rows.length === 1;
  }

  /** False: archived. */
  async lock(tx: Tx | SqlTx, id: string): Promise<boolean> {
    return (await rowsOf(tx, LOCK, [id])).length === 1;
  }

  count(tx: Tx, teamId: string): Promise<number> {
    return tx.application.count({ where: { teamId, archivedAt: null } });
  }

  /** Whether another application of the team has the name, in whatever case. */
  async isNameTaken(tx: Tx, teamId: string, name: string, exceptId: string | null = null): Promise<boolean> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT 1 AS found FROM application
      WHERE team_id = ${teamId}::uuid AND archived_at IS NULL AND lower(name) = lower(${name})
        AND id IS DISTINCT FROM ${exceptId}::uuid
      LIMIT 1`;
    return rows.length > 0;
  }

  async insert(
    tx: Tx,
    application: { id: string; teamId: string; name: string; description: string },
  ): Promise<ApplicationRow> {
    try {
      return toRow(await tx.application.create({ data: application, select: COLUMNS }));
    } catch (error) {
      throw isUniqueViolation(error) ? nameTaken(application.name) : error;
    }
  }

  /** False when the revision is not the one that was read. */
  async update(
    tx: Tx,
    id: string,
    revision: number,
    changes: { name?: string; description?: string },
  ): Promise<boolean> {
    try {
      const { count } = await tx.application.updateMany({
        where: { id, revision, archivedAt: null },
        data: { ...changes, revision: { increment: 1 } },
      });
      return count === 1;
    } catch (error) {
      throw isUniqueViolation(error) ? nameTaken(changes.name ?? '') : error;
    }
  }

  /** Archives the application, cancels its subscriptions and revokes its keys; says how many of each. */
  async archive(
    tx: Tx,
    id: string,
    userId: string,
    now: Date,
  ): Promise<{ subscriptions: number; credentials: number }> {
    const cancelled = await tx.subscription.updateMany({
      where: { applicationId: id, state: { in: ['pending', 'active', 'suspended'] } },
      data: {
        state: 'cancelled',
        planId: null,
        requestedPlanId: null,
        decisionReason: null,
        revision: { increment: 1 },
      },
    });
    const revoked = await tx.credential.updateMany({
      where: { applicationId: id, revokedAt: null },
      data: { revokedAt: now, revokedBy: userId },
    });
    await tx.application.update({ where: { id }, data: { archivedAt: now, revision: { increment: 1 } } });
    return { subscriptions: cancelled.count, credentials: revoked.count };
  }
}
