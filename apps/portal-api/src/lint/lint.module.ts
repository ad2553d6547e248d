import { Module } from '@nestjs/common';
import { overPool } from '../database/over-pool.js';
import { SpecsModule } from '../specs/specs.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { VersionsModule } from '../versions/versions.module.js';
import { LintAgain } from './lint-again.js';
import { LintDocuments } from './lint-documents.js';
import { LintPolicyStore } from './lint-policy.store.js';
import { LintReportStore } from './lint-report.store.js';
import { LintController } from './lint.controller.js';
import { LintReader } from './lint.reader.js';
import { PutLintPolicy } from './put-lint-policy.js';

@Module({
  imports: [SpecsModule, TeamsModule, VersionsModule],
  controllers: [LintController],
  providers: [LintPolicyStore, overPool(LintReportStore), LintDocuments, LintReader, LintAgain, PutLintPolicy],
  exports: [LintDocuments, LintReader],
})
export class LintModule {}
