import { Controller, Get, Headers, Param, ParseUUIDPipe, Query, type StreamableFile } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FailedScopeDto, FailedScopePageDto, PageQuery, ProblemDto } from '#contract';
import { Authenticated } from '../auth/authenticated.decorator.js';
import { everyPage } from '../http/cursor.js';
import { csvDownload } from '../http/csv-download.js';
import { prefersCsv } from '../http/prefers-csv.js';
import { toCsv } from '../http/to-csv.js';
import { FailuresReader } from './failures.reader.js';
import { GatewaysReader } from './gateways.reader.js';

const HEAD = ['scope', 'what', 'error', 'failed_at', 'retry_at', 'stopped'];

@ApiTags('gateways')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('gateways/:gatewayId/failures')
export class FailuresController {
  constructor(
    private readonly gateways: GatewaysReader,
    private readonly reader: FailuresReader,
  ) {}

  /** What the gateway did not take, in its own words. As text/csv all of it, without pages. */
  @Get()
  @Authenticated('gateway.read')
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: FailedScopePageDto })
  async failures(
    @Param('gatewayId', ParseUUIDPipe) gatewayId: string,
    @Query() query: PageQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<FailedScopePageDto | StreamableFile> {
    await this.gateways.requireKnown(gatewayId);
    if (!prefersCsv(accept)) return this.reader.page(gatewayId, query);
    const pages = everyPage((page) => this.reader.page(gatewayId, page));
    return csvDownload('failures.csv', toCsv(HEAD, pages, rowsOf));
  }
}

function rowsOf({ scope, label, error, failedAt, retryAt, stopped }: FailedScopeDto): string[][] {
  return [[scope, label, error, failedAt, retryAt ?? '', String(stopped)]];
}
