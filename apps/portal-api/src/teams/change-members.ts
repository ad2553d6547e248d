import { Injectable } from '@nestjs/common';
import type { AddMemberRequest, MemberDto } from '#contract';
import { Fault, invalidField, may, notFound, parseEmail, type TeamRole } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { TeamAccess } from './team-access.js';
import { type MemberRow, TeamsStore } from './teams.store.js';

/** Who is in a team. Every change locks the team first, so that of two owners who leave at once one stays. */
@Injectable()
export class ChangeMembers {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly teams: TeamsStore,
    private readonly access: TeamAccess,
    private readonly audit: AuditStore,
  ) {}

  /** Only somebody who has signed up can be added; the answer does not tell a wrong address from an unknown one. */
  async add(caller: Caller, teamId: string, input: AddMemberRequest): Promise<MemberDto> {
    await this.access.requireManage(caller, teamId);
    const email = parseEmail(input.email);
    return this.unit.create(caller, async (tx) => {
      const team = await this.teams.lock(tx, teamId);
      if (team.kind === 'personal')
        throw new Fault('team.personal', 'A personal team has one member. Create a team to work with others.');
      const userId = await this.teams.userIdByEmail(tx, email);
      if (userId === null) throw unknownMail();
      if ((await this.teams.findMember(tx, teamId, userId)) !== null)
        throw new Fault('membership.exists', 'This person is in the team already. Change their role instead.');
      const member = await this.teams.addMember(tx, teamId, userId, input.role);
      await this.record(tx, caller, teamId, 'member.added', null, member);
      return member;
    });
  }

  async setRole(caller: Caller, teamId: string, userId: string, role: TeamRole): Promise<MemberDto> {
    await this.access.requireManage(caller, teamId);
    return this.unit.write(async (tx) => {
      const member = await this.lockMember(tx, teamId, userId);
      if (role !== 'owner') await this.requireAnotherOwner(tx, teamId, member);
      await this.teams.setRole(tx, teamId, userId, role);
      await this.record(tx, caller, teamId, 'member.role_changed', member, { ...member, role });
      return { ...member, role };
    });
  }

  /** Owners remove anybody; everybody may leave. */
  async remove(caller: Caller, teamId: string, userId: string): Promise<void> {
    const leaves = signedIn(caller).userId === userId && may(caller.actor, 'team.read', { teamId });
    if (!leaves) await this.access.requireManage(caller, teamId);
    await this.unit.write(async (tx) => {
      const member = await this.lockMember(tx, teamId, userId);
      await this.requireAnotherOwner(tx, teamId, member);
      await this.teams.removeMember(tx, teamId, userId);
      await this.record(tx, caller, teamId, 'member.removed', member, null);
    });
  }

  private async lockMember(tx: Tx, teamId: string, userId: string): Promise<MemberRow> {
    await this.teams.lock(tx, teamId);
    const member = await this.teams.findMember(tx, teamId, userId);
    if (member === null) throw notFound('member');
    return member;
  }

  private async requireAnotherOwner(tx: Tx, teamId: string, member: MemberRow): Promise<void> {
    if (member.role === 'owner' && (await this.teams.countOwners(tx, teamId)) === 1)
      throw new Fault('membership.last_owner', 'A team needs an owner. Make somebody else an owner first.');
  }

  private async record(
    tx: Tx,
    caller: Caller,
    teamId: string,
    action: string,
    before: MemberRow | null,
    after: MemberRow | null,
  ): Promise<void> {
    await this.audit.record(tx, caller, {
      action,
      subjectKind: 'member',
      subjectId: (after ?? before)?.userId ?? '',
      teamId,
      before: before === null ? undefined : { role: before.role },
      after: after === null ? undefined : { role: after.role },
    });
  }
}

function unknownMail(): Fault {
  const message = 'Nobody with this mail address can be added. They have to sign up first.';
  return invalidField('email', message);
}
