import { Injectable } from '@nestjs/common';
import type { ApplicationDto, Page, PageQuery } from '#contract';
import { type Caller, signedIn } from '../auth/caller.js';
import { limitOf, readIdCursor, toPage } from '../http/cursor.js';
import { ApplicationAccess } from './application-access.js';
import { ApplicationsStore } from './applications.store.js';
import { toApplicationDto } from './to-application-dto.js';

@Injectable()
export class ApplicationsReader {
  constructor(
    private readonly applications: ApplicationsStore,
    private readonly access: ApplicationAccess,
  ) {}

  /** The applications of the caller's teams, newest first. */
  async mine(caller: Caller, query: PageQuery): Promise<Page<ApplicationDto>> {
    const actor = signedIn(caller);
    const teamIds = actor.memberships.map(({ teamId }) => teamId);
    const limit = limitOf(query);
    const rows = await this.applications.ofTeams(teamIds, readIdCursor(query), limit + 1);
    return toPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => toApplicationDto(actor, row),
    );
  }

  async one(caller: Caller, id: string): Promise<ApplicationDto> {
    return toApplicationDto(caller.actor, await this.access.require(caller, id, 'application.read'));
  }
}
