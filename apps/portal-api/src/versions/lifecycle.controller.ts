import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { DeprecateVersionRequest, ProblemDto, PutLifecycleRequest, TimelineDto, VersionDto } from '#contract';
import { Authenticated, FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { IfMatch } from '../http/etag.js';
import { LifecycleReader } from './lifecycle.reader.js';
import { MoveVersion } from './move-version.js';
import { PlanLifecycle } from './plan-lifecycle.js';
import { StopAnswering } from './stop-answering.js';
import { type LaterMove, RETIRE, UNDEPRECATE } from './version-moves.js';
import { VersionsReader } from './versions.reader.js';

@ApiTags('versions')
@ApiNotFoundResponse({ type: ProblemDto })
@ApiForbiddenResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version')
export class LifecycleController {
  constructor(
    private readonly reader: VersionsReader,
    private readonly lifecycleReader: LifecycleReader,
    private readonly planLifecycle: PlanLifecycle,
    private readonly moveVersion: MoveVersion,
    private readonly stopAnswering: StopAnswering,
  ) {}

  /** Tells callers, with every answer of the gateways, to move on; calls still pass. At once or at a time to come. */
  @Post('deprecate')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: VersionDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'Not published' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'A gateway cannot tell its callers' })
  async deprecate(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() input: DeprecateVersionRequest,
  ): Promise<VersionDto> {
    await this.planLifecycle.deprecate(caller, slug, version, input);
    return this.reader.read(caller, slug, version);
  }

  /** Puts another plan for the version's end in the place of the present one; what is left out is taken back. */
  @Put('lifecycle')
  @Authenticated()
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: VersionDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'Neither published nor deprecated' })
  @ApiPreconditionFailedResponse({ type: ProblemDto })
  async plan(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @IfMatch() revision: number,
    @Body() input: PutLifecycleRequest,
  ): Promise<VersionDto> {
    await this.planLifecycle.replace(caller, slug, version, revision, input);
    return this.reader.read(caller, slug, version);
  }

  /** Takes the deprecation back, and with it everything that was planned. */
  @Post('undeprecate')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: VersionDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'Not deprecated' })
  undeprecate(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<VersionDto> {
    return this.move(caller, slug, version, UNDEPRECATE);
  }

  /** Ends a deprecated version, for good: the gateways answer 410 in its place. */
  @Post('retire')
  @HttpCode(202)
  @Authenticated()
  @ApiAcceptedResponse({ type: VersionDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'Not deprecated' })
  retire(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<VersionDto> {
    return this.move(caller, slug, version, RETIRE);
  }

  /** Takes a retired version off the gateways: nothing answers 410 any more, and its base path is free. */
  @Post('stop-answering')
  @HttpCode(202)
  @Authenticated()
  @ApiAcceptedResponse({ type: VersionDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'Not retired, or off the gateways already' })
  async stop(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<VersionDto> {
    await this.stopAnswering.run(caller, slug, version);
    return this.reader.read(caller, slug, version);
  }

  /** What happened to the version and what is planned. Who did it is shown to those who may change the service. */
  @Get('timeline')
  @OpenToAll()
  @ApiOkResponse({ type: TimelineDto })
  timeline(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<TimelineDto> {
    return this.lifecycleReader.timeline(caller, slug, version);
  }

  private async move(caller: Caller, slug: string, version: string, move: LaterMove): Promise<VersionDto> {
    await this.moveVersion.run(caller, slug, version, move);
    return this.reader.read(caller, slug, version);
  }
}
