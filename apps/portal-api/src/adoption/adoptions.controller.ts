import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { AdoptionDto, AdoptionListDto, ApplyAdoptionRequest, ProblemDto } from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { AdoptionsReader } from './adoptions.reader.js';
import { RequestAdoption } from './request-adoption.js';
import { StartPreview } from './start-preview.js';

@ApiTags('gateways')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('gateways/:gatewayId/adoptions')
export class AdoptionsController {
  constructor(
    private readonly reader: AdoptionsReader,
    private readonly startPreview: StartPreview,
    private readonly requestAdoption: RequestAdoption,
  ) {}

  /** Reads, soon, what others have put on the gateway; the preview then says what would become what. */
  @Post()
  @HttpCode(202)
  @Authenticated('gateway.manage')
  @ApiAcceptedResponse({ type: AdoptionDto })
  preview(@FromCaller() caller: Caller, @Param('gatewayId', ParseUUIDPipe) gatewayId: string): Promise<AdoptionDto> {
    return this.startPreview.run(caller, gatewayId);
  }

  /** The newest ones, without their previews. */
  @Get()
  @Authenticated('gateway.read')
  @ApiOkResponse({ type: AdoptionListDto })
  list(@Param('gatewayId', ParseUUIDPipe) gatewayId: string): Promise<AdoptionListDto> {
    return this.reader.list(gatewayId);
  }

  @Get(':adoptionId')
  @Authenticated('gateway.read')
  @ApiOkResponse({ type: AdoptionDto })
  one(
    @Param('gatewayId', ParseUUIDPipe) gatewayId: string,
    @Param('adoptionId', ParseUUIDPipe) adoptionId: string,
  ): Promise<AdoptionDto> {
    return this.reader.one(gatewayId, adoptionId);
  }

  /** Takes over what the preview showed; after a failure it goes on where it stopped. */
  @Post(':adoptionId/apply')
  @HttpCode(202)
  @Authenticated('gateway.manage')
  @ApiAcceptedResponse({ type: AdoptionDto })
  @ApiConflictResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  apply(
    @FromCaller() caller: Caller,
    @Param('gatewayId', ParseUUIDPipe) gatewayId: string,
    @Param('adoptionId', ParseUUIDPipe) adoptionId: string,
    @Body() body: ApplyAdoptionRequest,
  ): Promise<AdoptionDto> {
    return this.requestAdoption.run(caller, gatewayId, adoptionId, body);
  }
}
