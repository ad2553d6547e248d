import { Body, Controller, Get, Headers, Param, ParseUUIDPipe, Put, Query, type StreamableFile } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiProduces,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import {
  type LintFindingDto,
  LintHistoryDto,
  LintPolicyDto,
  LintQuery,
  LintReportDto,
  ProblemDto,
  PutLintPolicyRequest,
} from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { csvDownload } from '../http/csv-download.js';
import { everyPage } from '../http/cursor.js';
import { IfMatch } from '../http/etag.js';
import { prefersCsv } from '../http/prefers-csv.js';
import { toCsv } from '../http/to-csv.js';
import { LintReader } from './lint.reader.js';
import { PutLintPolicy } from './put-lint-policy.js';

const CSV_HEAD = ['severity', 'rule', 'file', 'line', 'column', 'pointer', 'message', 'advice'];

@ApiTags('lint')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller()
export class LintController {
  constructor(
    private readonly reader: LintReader,
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
    if (query.format !== 'csv' && !prefersCsv(accept)) return this.reader.report(caller, slug, version, query);
    const { rule, severity } = query;
    await this.reader.report(caller, slug, version, { limit: 1 });
    const pages = everyPage((page) => this.reader.report(caller, slug, version, { ...page, rule, severity }));
    return csvDownload(`${slug}-${version}-lint.csv`, toCsv(CSV_HEAD, pages, csvRowsOf));
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

function csvRowsOf({ severity, rule, file, line, column, pointer, message, advice }: LintFindingDto): string[][] {
  return [[severity, rule, file, String(line), String(column), pointer, message, advice]];
}
