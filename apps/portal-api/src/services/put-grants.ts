import { Injectable } from '@nestjs/common';
import type { GrantListDto, PutGrantsRequest } from '#contract';
import { Fault, invalidField } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ServiceAccess } from './service-access.js';
import { ServiceStore } from './service.store.js';

/** Sets which teams, besides the owner, see a private service. */
@Injectable()
export class PutGrants {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ServiceAccess,
    private readonly store: ServiceStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, slug: string, input: PutGrantsRequest): Promise<GrantListDto> {
    const service = await this.access.permitted(caller, slug, 'service.grant');
    if (input.teamIds === undefined && input.teamSlugs === undefined)
      throw new Fault(
        'request.invalid',
        'Name the teams by teamIds or teamSlugs; an empty list takes all grants back.',
      );
    const ids = [...new Set(input.teamIds ?? [])];
    const slugs = [...new Set(input.teamSlugs ?? [])];
    await this.unit.write(async (tx) => {
      const { teamIds, unknownIds, unknownSlugs } = await this.store.replaceGrants(tx, service.id, ids, slugs);
      requireKnown('teamIds', unknownIds);
      requireKnown('teamSlugs', unknownSlugs);
      await this.audit.record(tx, caller, {
        action: 'service.granted',
        subjectKind: 'service',
        subjectId: service.id,
        teamId: service.ownerTeamId,
        before: { teamIds: service.grantedTeamIds },
        after: { teamIds },
      });
    });
    return { items: await this.store.grants(service.id) };
  }
}

function requireKnown(field: string, unknown: string[]): void {
  if (unknown.length === 0) return;
  const message = `There is no team ${unknown.join(', ')}.`;
  throw invalidField(field, message);
}
