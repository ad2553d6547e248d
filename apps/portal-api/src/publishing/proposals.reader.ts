import { Injectable } from '@nestjs/common';
import type { LintQuery, LintReportDto, ProposalDto, ReviewDto } from '#contract';
import { notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import { LintReader } from '../lint/lint.reader.js';
import { VersionAccess, type VisibleVersion } from '../versions/version-access.js';
import { PublishingStore } from './publishing.store.js';
import { Reviews } from './reviews.js';

/** Documents before they are published: for the team of the service alone. */
@Injectable()
export class ProposalsReader {
  constructor(
    private readonly access: VersionAccess,
    private readonly store: PublishingStore,
    private readonly reviews: Reviews,
    private readonly lintReader: LintReader,
  ) {}

  async read(caller: Caller, slug: string, name: string, signal?: AbortSignal): Promise<ProposalDto> {
    const found = await this.ofInsider(caller, slug, name);
    const proposal = await this.store.proposal(found.version.id);
    if (proposal === null) throw notFound('proposal');
    const { specHash, fileName, sourceUrl, proposedBy, createdAt } = proposal;
    const review = await this.reviews.ofStored(found, specHash, signal);
    return { ...review, fileName, sourceUrl, proposedBy, createdAt: createdAt.toISOString() };
  }

  /** What the linter found in it. */
  async lint(caller: Caller, slug: string, name: string, query: LintQuery): Promise<LintReportDto> {
    const { service, version } = await this.ofInsider(caller, slug, name);
    const proposal = await this.store.proposal(version.id);
    if (proposal === null) throw notFound('proposal');
    return this.lintReader.ofDocument(proposal.specHash, service.ownerTeamId, query);
  }

  /** Of the document that the version has. */
  async review(caller: Caller, slug: string, name: string, signal: AbortSignal): Promise<ReviewDto> {
    const found = await this.ofInsider(caller, slug, name);
    if (found.version.specHash === null) throw notFound('document');
    return this.reviews.ofStored(found, found.version.specHash, signal);
  }

  private async ofInsider(caller: Caller, slug: string, name: string): Promise<VisibleVersion> {
    const found = await this.access.visible(caller, slug, name);
    if (!found.service.insider) throw notFound('version');
    return found;
  }
}
