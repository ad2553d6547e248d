import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import { AnnouncedDto, AnnounceRequest, type CallerDto, CallerPageDto, CallerQuery, ProblemDto } from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { csvDownload } from '../http/csv-download.js';
import { everyPage } from '../http/cursor.js';
import { prefersCsv } from '../http/prefers-csv.js';
import { toCsv } from '../http/to-csv.js';
import { Announce } from './announce.js';
import { CallersReader } from './callers.reader.js';

const CSV_HEAD = ['application_id', 'application', 'team_id', 'team', 'method', 'path', 'calls', 'last_called_at'];

@ApiTags('callers')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version')
export class CallersController {
  constructor(
    private readonly reader: CallersReader,
    private readonly announce: Announce,
  ) {}

  /** Which applications called which operation in the last 30 days. As text/csv all of it, without pages. */
  @Get('callers')
  @Authenticated()
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: CallerPageDto })
  async callers(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Query() query: CallerQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<CallerPageDto | StreamableFile> {
    if (query.format !== 'csv' && !prefersCsv(accept)) return this.reader.page(caller, slug, version, query);
    const { operation } = query;
    await this.reader.page(caller, slug, version, { limit: 1 });
    const pages = everyPage((page) => this.reader.page(caller, slug, version, { ...page, operation }));
    return csvDownload(`${slug}-${version}-callers.csv`, toCsv(CSV_HEAD, pages, csvRowsOf));
  }

  /** Writes to the teams whose applications called the version in the last 30 days. */
  @Post('announcements')
  @HttpCode(202)
  @Authenticated()
  @ApiAcceptedResponse({ type: AnnouncedDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'Announced about three times in a day' })
  send(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() input: AnnounceRequest,
  ): Promise<AnnouncedDto> {
    return this.announce.run(caller, slug, version, input);
  }
}

function csvRowsOf(row: CallerDto): string[][] {
  const { applicationId, applicationName, teamId, teamName, operation, calls, lastCalledAt } = row;
  const called = [operation?.method ?? '', operation?.path ?? 'other'];
  return [[applicationId, applicationName, teamId, teamName, ...called, String(calls), lastCalledAt]];
}
