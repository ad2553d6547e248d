import { Module } from '@nestjs/common';
import { CallersModule } from '../callers/callers.module.js';
import { ComparisonsModule } from '../comparisons/comparisons.module.js';
import { LintModule } from '../lint/lint.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { VersionsModule } from '../versions/versions.module.js';
import { AttachReviewed } from './attach-reviewed.js';
import { CheckDocument } from './check-document.js';
import { DocumentsController } from './documents.controller.js';
import { DropProposal } from './drop-proposal.js';
import { ImportDocument } from './import-document.js';
import { ImportProposal } from './import-proposal.js';
import { LintProposalAgain } from './lint-proposal-again.js';
import { ProposalLintController } from './proposal-lint.controller.js';
import { ProposalsController } from './proposals.controller.js';
import { ProposalsReader } from './proposals.reader.js';
import { PublishDraft } from './publish-draft.js';
import { PublishProposal } from './publish-proposal.js';
import { PublishingStore } from './publishing.store.js';
import { PutDocument } from './put-document.js';
import { PutProposal } from './put-proposal.js';
import { Reviews } from './reviews.js';

@Module({
  imports: [CallersModule, ComparisonsModule, LintModule, SpecsModule, VersionsModule],
  controllers: [DocumentsController, ProposalsController, ProposalLintController],
  providers: [
    PublishingStore,
    Reviews,
    ProposalsReader,
    AttachReviewed,
    PutDocument,
    PutProposal,
    ImportDocument,
    ImportProposal,
    PublishDraft,
    PublishProposal,
    DropProposal,
    CheckDocument,
    LintProposalAgain,
  ],
})
export class PublishingModule {}
