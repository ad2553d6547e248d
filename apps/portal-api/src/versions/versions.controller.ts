import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CreateVersionRequest, ProblemDto, UpdateVersionRequest, VersionDto } from '#contract';
import { Authenticated, FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { IfMatch } from '../http/etag.js';
import { CreateVersion } from './create-version.js';
import { DeleteDraft } from './delete-draft.js';
import { UpdateVersion } from './update-version.js';
import { VersionsReader } from './versions.reader.js';

@ApiTags('versions')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/versions')
export class VersionsController {
  constructor(
    private readonly reader: VersionsReader,
    private readonly createVersion: CreateVersion,
    private readonly updateVersion: UpdateVersion,
    private readonly deleteDraft: DeleteDraft,
  ) {}

  /** Begins a version as a draft. */
  @Post()
  @Authenticated()
  @ApiCreatedResponse({ type: VersionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'The name or the base path is taken' })
  create(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Body() input: CreateVersionRequest,
  ): Promise<VersionDto> {
    return this.createVersion.run(caller, slug, input);
  }

  @Get(':version')
  @OpenToAll()
  @ApiOkResponse({ type: VersionDto })
  read(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<VersionDto> {
    return this.reader.read(caller, slug, version);
  }

  /** Changes a draft freely; of a live version the upstream and the hosts. */
  @Patch(':version')
  @Authenticated()
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: VersionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'The base path is taken, or the version is no draft' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'A gateway cannot serve a live version so' })
  @ApiPreconditionFailedResponse({ type: ProblemDto })
  update(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @IfMatch() revision: number,
    @Body() input: UpdateVersionRequest,
  ): Promise<VersionDto> {
    return this.updateVersion.run(caller, slug, version, revision, input);
  }

  /** Deletes a draft. What was published once is retired instead. */
  @Delete(':version')
  @HttpCode(204)
  @Authenticated()
  @ApiNoContentResponse()
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'The version is no draft' })
  remove(@FromCaller() caller: Caller, @Param('slug') slug: string, @Param('version') version: string): Promise<void> {
    return this.deleteDraft.run(caller, slug, version);
  }
}
