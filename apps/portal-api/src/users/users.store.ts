import { Injectable } from '@nestjs/common';
import { Fault, type PlatformRole } from '#domain';
import { uuid } from '#platform';
import { Database, type Tx } from '../database/database.js';
import { isUniqueViolation } from '../database/unique-violation.js';

export interface UserRow {
  id: string;
  email: string;
  displayName: string;
  passwordHash: string;
  platformRole: PlatformRole;
  disabledAt: Date | null;
}

export interface NewUser {
  /** in the spelling of `parseEmail` */
  email: string;
  displayName: string;
  passwordHash: string;
  platformRole: PlatformRole;
}

const COLUMNS = {
  id: true,
  email: true,
  displayName: true,
  passwordHash: true,
  platformRole: true,
  disabledAt: true,
} as const;

@Injectable()
export class UsersStore {
  constructor(private readonly database: Database) {}

  async findByEmail(email: string): Promise<UserRow | null> {
    return this.database.prisma.user.findUnique({ where: { email }, select: COLUMNS });
  }

  async lockByEmail(tx: Tx, email: string): Promise<UserRow | null> {
    await tx.$queryRaw`SELECT 1 FROM user_account WHERE email = ${email} FOR UPDATE`;
    return tx.user.findUnique({ where: { email }, select: COLUMNS });
  }

  /** Makes the user and the personal team that every user has. */
  async create(tx: Tx, user: NewUser): Promise<{ user: UserRow; teamId: string }> {
    const id = uuid();
    const teamId = uuid();
    try {
      const created = await tx.user.create({ data: { id, ...user }, select: COLUMNS });
      await tx.team.create({
        data: {
          id: teamId,
          slug: `personal-${id}`,
          name: user.displayName,
          kind: 'personal',
          memberships: { create: { userId: id, role: 'owner' } },
        },
      });
      return { user: created, teamId };
    } catch (error) {
      if (isUniqueViolation(error))
        throw new Fault('user.email_taken', 'There is an account with this mail address. Sign in instead.');
      throw error;
    }
  }

  async makeAdmin(tx: Tx, id: string): Promise<void> {
    await tx.user.update({ where: { id }, data: { platformRole: 'admin' } });
  }

  /** The user's teams, for `GET /me`. */
  async profile(id: string) {
    return this.database.prisma.user.findUniqueOrThrow({
      where: { id },
      select: {
        ...COLUMNS,
        memberships: {
          select: { role: true, team: { select: { id: true, slug: true, name: true, kind: true } } },
          orderBy: { teamId: 'asc' },
        },
      },
    });
  }
}
