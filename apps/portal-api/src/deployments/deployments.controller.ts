import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { DeploymentChoicesDto, DeployVersionRequest, ProblemDto } from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { IfMatch } from '../http/etag.js';
import { DeployVersion } from './deploy-version.js';
import { DeploymentsReader } from './deployments.reader.js';

@ApiTags('versions')
@ApiNotFoundResponse({ type: ProblemDto })
@ApiForbiddenResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version/deployments')
export class DeploymentsController {
  constructor(
    private readonly reader: DeploymentsReader,
    private readonly deployVersion: DeployVersion,
  ) {}

  /** The gateways that the version could go to, and where it goes. */
  @Get()
  @Authenticated()
  @ApiOkResponse({ type: DeploymentChoicesDto })
  choices(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<DeploymentChoicesDto> {
    return this.reader.choices(caller, slug, version);
  }

  /** Chooses the gateways that serve the version. */
  @Put()
  @Authenticated()
  @ApiHeader({ name: 'If-Match', required: true, description: "the version's ETag" })
  @ApiOkResponse({ type: DeploymentChoicesDto })
  @ApiPreconditionFailedResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'A chosen gateway cannot serve it' })
  async deploy(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @IfMatch() revision: number,
    @Body() input: DeployVersionRequest,
  ): Promise<DeploymentChoicesDto> {
    await this.deployVersion.run(caller, slug, version, revision, input);
    return this.reader.choices(caller, slug, version);
  }
}
