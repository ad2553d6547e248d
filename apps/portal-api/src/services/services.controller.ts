import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  CreateServiceRequest,
  GrantListDto,
  OwnerListDto,
  ProblemDto,
  PutGrantsRequest,
  ServiceDto,
  ServicePageDto,
  ServiceQuery,
  UpdateServiceRequest,
} from '#contract';
import { Authenticated, FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { IfMatch } from '../http/etag.js';
import { CreateService } from './create-service.js';
import { PutGrants } from './put-grants.js';
import { ServicesReader } from './services.reader.js';
import { UpdateService } from './update-service.js';

@ApiTags('services')
@Controller()
export class ServicesController {
  constructor(
    private readonly reader: ServicesReader,
    private readonly createService: CreateService,
    private readonly updateService: UpdateService,
    private readonly putGrants: PutGrants,
  ) {}

  /** The catalogue: what you may see, by name. */
  @Get('services')
  @OpenToAll()
  @ApiOkResponse({ type: ServicePageDto })
  list(@FromCaller() caller: Caller, @Query() query: ServiceQuery): Promise<ServicePageDto> {
    return this.reader.list(caller, query);
  }

  /** The teams that own what you see in the catalogue, by name; the first 50. */
  @Get('service-owners')
  @OpenToAll()
  @ApiOkResponse({ type: OwnerListDto })
  owners(@FromCaller() caller: Caller): Promise<OwnerListDto> {
    return this.reader.owners(caller);
  }

  /** Registers a service of a provider team. */
  @Post('services')
  @Authenticated()
  @ApiCreatedResponse({ type: ServiceDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'The slug is taken, or the team is no provider team' })
  create(@FromCaller() caller: Caller, @Body() input: CreateServiceRequest): Promise<ServiceDto> {
    return this.createService.run(caller, input);
  }

  @Get('services/:slug')
  @OpenToAll()
  @ApiOkResponse({ type: ServiceDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  read(@FromCaller() caller: Caller, @Param('slug') slug: string): Promise<ServiceDto> {
    return this.reader.read(caller, slug);
  }

  @Patch('services/:slug')
  @Authenticated()
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: ServiceDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiPreconditionFailedResponse({ type: ProblemDto })
  update(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @IfMatch() revision: number,
    @Body() input: UpdateServiceRequest,
  ): Promise<ServiceDto> {
    return this.updateService.run(caller, slug, revision, input);
  }

  /** Which teams see a private service. */
  @Get('services/:slug/grants')
  @Authenticated()
  @ApiOkResponse({ type: GrantListDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  grants(@FromCaller() caller: Caller, @Param('slug') slug: string): Promise<GrantListDto> {
    return this.reader.grants(caller, slug);
  }

  /** Sets which teams see a private service; teams that are not named lose it. */
  @Put('services/:slug/grants')
  @Authenticated()
  @ApiOkResponse({ type: GrantListDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  replaceGrants(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Body() input: PutGrantsRequest,
  ): Promise<GrantListDto> {
    return this.putGrants.run(caller, slug, input);
  }
}
