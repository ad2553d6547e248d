import { Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import { LintQueueStore } from '../specs/lint-queue.store.js';
import { VersionAccess } from '../versions/version-access.js';
import { PublishingStore } from './publishing.store.js';

/** Has the document that waits linted without waiting for the next try. */
@Injectable()
export class LintProposalAgain {
  constructor(
    private readonly access: VersionAccess,
    private readonly store: PublishingStore,
    private readonly queue: LintQueueStore,
  ) {}

  async run(caller: Caller, slug: string, name: string): Promise<void> {
    const { service, version } = await this.access.permitted(caller, slug, name, 'version.update');
    const proposal = await this.store.proposal(version.id);
    if (proposal === null) throw notFound('proposal');
    await this.queue.enqueueNow(proposal.specHash, service.ownerTeamId);
  }
}
