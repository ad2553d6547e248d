import { Controller, Get, Headers, HttpCode, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { LintQuery, LintReportDto, ProblemDto } from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { prefersCsv } from '../http/prefers-csv.js';
import { lintCsv } from '../lint/lint-csv.js';
import { LintProposalAgain } from './lint-proposal-again.js';
import { ProposalsReader } from './proposals.reader.js';

@ApiTags('lint')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version/proposal/lint')
export class ProposalLintController {
  constructor(
    private readonly reader: ProposalsReader,
    private readonly lintAgain: LintProposalAgain,
  ) {}

  /** What the linter found in the document that waits. As text/csv all of it, without pages. */
  @Get()
  @Authenticated()
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: LintReportDto })
  async report(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Query() query: LintQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<LintReportDto | StreamableFile> {
    const read = (page: LintQuery) => this.reader.lint(caller, slug, version, page);
    const isCsv = query.format === 'csv' || prefersCsv(accept);
    return isCsv ? lintCsv(`${slug}-${version}-new-lint.csv`, query, read) : read(query);
  }

  /** Has it linted now, where that broke off. */
  @Post()
  @HttpCode(202)
  @Authenticated()
  @ApiAcceptedResponse()
  @ApiForbiddenResponse({ type: ProblemDto })
  again(@FromCaller() caller: Caller, @Param('slug') slug: string, @Param('version') version: string): Promise<void> {
    return this.lintAgain.run(caller, slug, version);
  }
}
