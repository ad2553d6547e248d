import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  ApplicationDto,
  ApplicationPageDto,
  CreateApplicationRequest,
  PageQuery,
  ProblemDto,
  UpdateApplicationRequest,
} from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { IfMatch } from '../http/etag.js';
import { idOf } from '../http/id-param.js';
import { ApplicationsReader } from './applications.reader.js';
import { ArchiveApplication } from './archive-application.js';
import { CreateApplication } from './create-application.js';
import { UpdateApplication } from './update-application.js';

@ApiTags('applications')
@Controller('applications')
export class ApplicationsController {
  constructor(
    private readonly applications: ApplicationsReader,
    private readonly createApplication: CreateApplication,
    private readonly updateApplication: UpdateApplication,
    private readonly archiveApplication: ArchiveApplication,
  ) {}

  /** The applications of your teams, newest first. */
  @Get()
  @Authenticated()
  @ApiOkResponse({ type: ApplicationPageDto })
  list(@FromCaller() caller: Caller, @Query() query: PageQuery): Promise<ApplicationPageDto> {
    return this.applications.mine(caller, query);
  }

  @Post()
  @Authenticated()
  @ApiCreatedResponse({ type: ApplicationDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  create(@FromCaller() caller: Caller, @Body() request: CreateApplicationRequest): Promise<ApplicationDto> {
    return this.createApplication.run(caller, request);
  }

  @Get(':applicationId')
  @Authenticated()
  @ApiOkResponse({ type: ApplicationDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  read(@FromCaller() caller: Caller, @Param('applicationId', idOf('application')) id: string): Promise<ApplicationDto> {
    return this.applications.one(caller, id);
  }

  @Patch(':applicationId')
  @Authenticated()
  @ApiOkResponse({ type: ApplicationDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  @ApiPreconditionFailedResponse({ type: ProblemDto })
  update(
    @FromCaller() caller: Caller,
    @Param('applicationId', idOf('application')) id: string,
    @IfMatch() revision: number,
    @Body() request: UpdateApplicationRequest,
  ): Promise<ApplicationDto> {
    return this.updateApplication.run(caller, id, revision, request);
  }

  /** Ends its subscriptions and revokes its keys. Only an owner of the team may. */
  @Delete(':applicationId')
  @HttpCode(204)
  @Authenticated()
  @ApiNoContentResponse()
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  archive(@FromCaller() caller: Caller, @Param('applicationId', idOf('application')) id: string): Promise<void> {
    return this.archiveApplication.run(caller, id);
  }
}
