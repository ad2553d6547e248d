import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  type StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiForbiddenResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiProduces,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { LintHistoryDto, LintPolicyDto, LintQuery, LintReportDto, ProblemDto, PutLintPolicyRequest } from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { IfMatch } from '../http/etag.js';
import { prefersCsv } from '../http/prefers-csv.js';
import { LintAgain } from './lint-again.js';
import { lintCsv } from './lint-csv.js';
import { LintReader } from './lint.reader.js';
import { PutLintPolicy } from './put-lint-policy.js';

@ApiTags('lint')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller()
export class LintController {
  constructor(
    private readonly reader: LintReader,
    private readonly lintAgain: LintAgain,
    private readonly putLintPolicy: PutLintPolicy,
  ) {}

  /** What the linter found in the document of a version. As text/csv all of it, without pages. */
  @Get('services/:slug/versions/:version/lint')
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
    const read = (page: LintQuery) => this.reader.report(caller, slug, version, page);
    const isCsv = query.format === 'csv' || prefersCsv(accept);
    return isCsv ? lintCsv(`${slug}-${version}-lint.csv`, query, read) : read(query);
  }

  /** Has the document linted now, where that broke off. */
  @Post('services/:slug/versions/:version/lint')
  @HttpCode(202)
  @Authenticated()
  @ApiAcceptedResponse()
  @ApiForbiddenResponse({ type: ProblemDto })
  again(@FromCaller() caller: Caller, @Param('slug') slug: string, @Param('version') version: string): Promise<void> {
    return this.lintAgain.run(caller, slug, version);
  }

  /** The score of each revision of the document. */
  @Get('services/:slug/versions/:version/lint/history')
  @Authenticated()
  @ApiOkResponse({ type: LintHistoryDto })
  history(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<LintHistoryDto> {
    return this.reader.history(caller, slug, version);
  }

  /** The rules against which the documents of a team are held. */
  @Get('teams/:teamId/lint-policy')
  @Authenticated()
  @ApiOkResponse({ type: LintPolicyDto })
  policy(@FromCaller() caller: Caller, @Param('teamId', ParseUUIDPipe) teamId: string): Promise<LintPolicyDto> {
    return this.reader.policy(caller, teamId);
  }

  /** Chooses rules; those that are not named have their default. */
  @Put('teams/:teamId/lint-policy')
  @Authenticated()
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: LintPolicyDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiPreconditionFailedResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'There is no such rule or severity' })
  async put(
    @FromCaller() caller: Caller,
    @Param('teamId', ParseUUIDPipe) teamId: string,
    @IfMatch() revision: number,
    @Body() input: PutLintPolicyRequest,
  ): Promise<LintPolicyDto> {
    await this.putLintPolicy.run(caller, teamId, revision, input);
    return this.reader.policy(caller, teamId);
  }
}
