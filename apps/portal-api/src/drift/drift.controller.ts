import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  type StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiProduces,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { DecideDriftRequest, DriftPageDto, DriftQuery, ForeignObjectPageDto, PageQuery, ProblemDto } from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { csvDownload } from '../http/csv-download.js';
import { everyPage } from '../http/cursor.js';
import { prefersCsv } from '../http/prefers-csv.js';
import { toCsv } from '../http/to-csv.js';
import { DecideDrift } from './decide-drift.js';
import { DRIFT_CSV_HEAD, driftCsvRows } from './drift-csv.js';
import { DriftReader } from './drift.reader.js';
import { SweepSoon } from './sweep-soon.js';

@ApiTags('gateways')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('gateways/:gatewayId')
export class DriftController {
  constructor(
    private readonly reader: DriftReader,
    private readonly decideDrift: DecideDrift,
    private readonly sweepSoon: SweepSoon,
  ) {}

  /** Looks, soon, at everything that stands on the gateway; `sweptAt` or `sweepError` of the gateway tell of the end. */
  @Post('sweep')
  @HttpCode(202)
  @Authenticated('gateway.manage')
  @ApiAcceptedResponse()
  sweep(@Param('gatewayId', ParseUUIDPipe) gatewayId: string): Promise<void> {
    return this.sweepSoon.run(gatewayId);
  }

  /** What does not stand on the gateway as the last push left it. As text/csv all of it, without pages. */
  @Get('drift')
  @Authenticated('gateway.read')
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: DriftPageDto })
  async drift(
    @Param('gatewayId', ParseUUIDPipe) gatewayId: string,
    @Query() query: DriftQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<DriftPageDto | StreamableFile> {
    if (!prefersCsv(accept)) return this.reader.page(gatewayId, query);
    await this.reader.driver(gatewayId);
    const pages = everyPage((page) => this.reader.page(gatewayId, { ...page, state: query.state }));
    return csvDownload('drift.csv', toCsv(DRIFT_CSV_HEAD, pages, driftCsvRows));
  }

  /** What to do about it; the worker does it. */
  @Post('drift/decisions')
  @HttpCode(202)
  @Authenticated('gateway.manage')
  @ApiAcceptedResponse()
  @ApiPreconditionFailedResponse({ type: ProblemDto, description: 'One of them is not any more what was seen' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'The catalogue cannot take one of them over' })
  decide(
    @FromCaller() caller: Caller,
    @Param('gatewayId', ParseUUIDPipe) gatewayId: string,
    @Body() body: DecideDriftRequest,
  ): Promise<void> {
    return this.decideDrift.run(caller, gatewayId, body);
  }

  /** What others have put on the gateway, as the last sweep saw it. We never touch it. */
  @Get('foreign')
  @Authenticated('gateway.read')
  @ApiOkResponse({ type: ForeignObjectPageDto })
  foreign(
    @Param('gatewayId', ParseUUIDPipe) gatewayId: string,
    @Query() query: PageQuery,
  ): Promise<ForeignObjectPageDto> {
    return this.reader.foreign(gatewayId, query);
  }
}
