import { Controller, Get, Headers, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiForbiddenResponse, ApiNotFoundResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ProblemDto, UsageDto, UsageQuery, UsageRangeQuery } from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { idOf } from '../http/id-param.js';
import { csvDownload } from '../http/csv-download.js';
import { prefersCsv } from '../http/prefers-csv.js';
import { usageCsv } from './usage-csv.js';
import { UsageReader } from './usage.reader.js';

@ApiTags('usage')
@ApiProduces('application/json', 'text/csv')
@ApiOkResponse({ type: UsageDto })
@ApiForbiddenResponse({ type: ProblemDto })
@Controller()
export class UsageController {
  constructor(private readonly usage: UsageReader) {}

  /** What an application has called, for its team. */
  @Get('applications/:applicationId/usage')
  @Authenticated()
  @ApiNotFoundResponse({ type: ProblemDto })
  async ofApplication(
    @FromCaller() caller: Caller,
    @Param('applicationId', idOf('application')) id: string,
    @Query() query: UsageQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<UsageDto | StreamableFile> {
    return inFormat(await this.usage.ofApplication(caller, id, query), query, accept);
  }

  /** How a service has been called, for the team that owns it. */
  @Get('services/:slug/usage')
  @Authenticated()
  @ApiNotFoundResponse({ type: ProblemDto })
  async ofService(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Query() query: UsageRangeQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<UsageDto | StreamableFile> {
    return inFormat(await this.usage.ofService(caller, slug, query), query, accept);
  }

  /** All calls that the gateways have reported, for admins and auditors. */
  @Get('usage')
  @Authenticated('usage.read_all')
  async ofAll(
    @Query() query: UsageQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<UsageDto | StreamableFile> {
    return inFormat(await this.usage.ofAll(query), query, accept);
  }
}

/** CSV for who asks for it in the query, or names it first in Accept. */
function inFormat(usage: UsageDto, { format }: UsageRangeQuery, accept: string | undefined): UsageDto | StreamableFile {
  if ((format ?? (prefersCsv(accept) ? 'csv' : 'json')) === 'json') return usage;
  return csvDownload(`usage-${usage.range}.csv`, [usageCsv(usage)]);
}
