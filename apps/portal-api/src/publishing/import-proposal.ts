import { Injectable } from '@nestjs/common';
import type { ProposalDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { FetchDocument } from '../specs/fetch-document.js';
import { VersionAccess } from '../versions/version-access.js';
import { PutProposal } from './put-proposal.js';
import { requireLive } from './require-open.js';

@Injectable()
export class ImportProposal {
  constructor(
    private readonly access: VersionAccess,
    private readonly fetchDocument: FetchDocument,
    private readonly putProposal: PutProposal,
  ) {}

  async run(caller: Caller, slug: string, name: string, url: string): Promise<ProposalDto> {
    // Nothing is called for somebody who may not use what comes back.
    const { version } = await this.access.permitted(caller, slug, name, 'version.update');
    requireLive(version);
    const { bytes, fileName, sourceUrl } = await this.fetchDocument.run(url);
    return this.putProposal.run(caller, slug, name, bytes, { fileName, sourceUrl });
  }
}
