import { Injectable } from '@nestjs/common';
import { Fault, notFound, type TeamKind, type TeamRole } from '#domain';
import { uuid } from '#platform';
import { Database, type Tx } from '../database/database.js';
import { isUniqueViolation } from '../database/unique-violation.js';

export interface TeamRow {
  id: string;
  slug: string;
  name: string;
  kind: TeamKind;
  revision: number;
  createdAt: Date;
}

export interface MemberRow {
  userId: string;
  displayName: string;
  email: string;
  role: TeamRole;
}

const COLUMNS = { id: true, slug: true, name: true, kind: true, revision: true, createdAt: true } as const;
const MEMBER_COLUMNS = { role: true, user: { select: { id: true, displayName: true, email: true } } } as const;

@Injectable()
export class TeamsStore {
  constructor(private readonly database: Database) {}

  /** Teams after an id, oldest first; of one user, or of all. */
  async page(userId: string | null, afterId: string | null, take: number): Promise<TeamRow[]> {
    return this.database.prisma.team.findMany({
      where: {
        ...(userId === null ? {} : { memberships: { some: { userId } } }),
        ...(afterId === null ? {} : { id: { gt: afterId } }),
      },
      orderBy: { id: 'asc' },
      take,
      select: COLUMNS,
    });
  }

  async find(id: string): Promise<(TeamRow & { members: MemberRow[] }) | null> {
    const row = await this.database.prisma.team.findUnique({
      where: { id },
      select: { ...COLUMNS, memberships: { select: MEMBER_COLUMNS, orderBy: { userId: 'asc' } } },
    });
    if (row === null) return null;
    const { memberships, ...team } = row;
    return { ...team, members: memberships.map(toMemberRow) };
  }

  async exists(id: string): Promise<boolean> {
    return (await this.database.prisma.team.findUnique({ where: { id }, select: { id: true } })) !== null;
  }

  /** Locks the team, so that its members and its kind stay as they are until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<TeamRow> {
    await tx.$queryRaw`SELECT 1 FROM team WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.team.findUnique({ where: { id }, select: COLUMNS });
    if (row === null) throw notFound('team');
    return row;
  }

  async create(tx: Tx, team: { slug: string; name: string; kind: TeamKind }, ownerId: string): Promise<TeamRow> {
    const id = uuid();
    try {
      return await tx.team.create({
        data: { id, ...team, memberships: { create: { userId: ownerId, role: 'owner' } } },
        select: COLUMNS,
      });
    } catch (error) {
      if (isUniqueViolation(error))
        throw new Fault('team.slug_taken', `There is a team "${team.slug}". Choose another.`);
      throw error;
    }
  }

  async update(tx: Tx, id: string, changes: { name?: string; kind?: TeamKind }): Promise<void> {
    await tx.team.update({ where: { id }, data: { ...changes, revision: { increment: 1 } } });
  }

  async ownsServices(tx: Tx, id: string): Promise<boolean> {
    return (await tx.service.findFirst({ where: { ownerTeamId: id }, select: { id: true } })) !== null;
  }

  async findMember(tx: Tx, teamId: string, userId: string): Promise<MemberRow | null> {
    const row = await tx.membership.findUnique({
      where: { teamId_userId: { teamId, userId } },
      select: MEMBER_COLUMNS,
    });
    return row === null ? null : toMemberRow(row);
  }

  async countOwners(tx: Tx, teamId: string): Promise<number> {
    return tx.membership.count({ where: { teamId, role: 'owner' } });
  }

  async addMember(tx: Tx, teamId: string, userId: string, role: TeamRole): Promise<MemberRow> {
    const row = await tx.membership.create({ data: { teamId, userId, role }, select: MEMBER_COLUMNS });
    return toMemberRow(row);
  }

  async setRole(tx: Tx, teamId: string, userId: string, role: TeamRole): Promise<void> {
    await tx.membership.update({ where: { teamId_userId: { teamId, userId } }, data: { role } });
  }

  async removeMember(tx: Tx, teamId: string, userId: string): Promise<void> {
    await tx.membership.delete({ where: { teamId_userId: { teamId, userId } } });
  }

  /** The user who signed up with this mail address and may still sign in. */
  async userIdByEmail(tx: Tx, email: string): Promise<string | null> {
    const row = await tx.user.findUnique({ where: { email, disabledAt: null }, select: { id: true } });
    return row?.id ?? null;
  }
}

function toMemberRow({
  role,
  user,
}: {
  role: TeamRole;
  user: { id: string; displayName: string; email: string };
}): MemberRow {
  return { userId: user.id, displayName: user.displayName, email: user.email, role };
}
