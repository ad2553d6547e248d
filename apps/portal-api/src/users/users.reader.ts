import { Injectable } from '@nestjs/common';
import type { MeDto } from '#contract';
import { type Caller, signedIn } from '../auth/caller.js';
import { toUserDto } from './user-dto.js';
import { UsersStore } from './users.store.js';

@Injectable()
export class UsersReader {
  constructor(private readonly users: UsersStore) {}

  async me(caller: Caller): Promise<MeDto> {
    const user = await this.users.profile(signedIn(caller).userId);
    return {
      user: toUserDto(user),
      memberships: user.memberships.map(({ role, team }) => ({
        teamId: team.id,
        teamSlug: team.slug,
        teamName: team.name,
        teamKind: team.kind,
        role,
      })),
    };
  }
}
