import { Injectable } from '@nestjs/common';
import type { PublishProposalRequest, VersionDto } from '#contract';
import { notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import { changedSinceRead } from '../http/etag.js';
import { VersionAccess } from '../versions/version-access.js';
import { VersionsReader } from '../versions/versions.reader.js';
import { AttachReviewed } from './attach-reviewed.js';
import { PublishingStore } from './publishing.store.js';

/** Puts the proposed document in the place of the live one. */
@Injectable()
export class PublishProposal {
  constructor(
    private readonly access: VersionAccess,
    private readonly store: PublishingStore,
    private readonly attach: AttachReviewed,
    private readonly reader: VersionsReader,
  ) {}

  async run(caller: Caller, slug: string, name: string, input: PublishProposalRequest): Promise<VersionDto> {
    const found = await this.access.permitted(caller, slug, name, 'version.publish');
    const proposal = await this.store.proposal(found.version.id);
    if (proposal === null) throw notFound('proposal');
    const { specHash, fileName, sourceUrl } = proposal;
    if (specHash !== input.hash) throw changedSinceRead();
    await this.attach.run(caller, found, { specHash, fileName, sourceUrl }, { ...input, isProposed: true });
    return this.reader.read(caller, slug, name);
  }
}
