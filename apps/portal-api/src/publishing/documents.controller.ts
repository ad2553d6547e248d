import { Body, Controller, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPayloadTooLargeResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { ImportSpecRequest, ProblemDto, PublishSpecQuery, VersionDto } from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { documentIn } from './document-in.js';
import { ImportDocument } from './import-document.js';
import { PublishDraft } from './publish-draft.js';
import { PutDocument } from './put-document.js';

const BINARY = { type: 'string', format: 'binary' } as const;
const REFUSED = 'It breaks what is live and no reason was given, or the linter found errors';

@ApiTags('specs')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version')
export class DocumentsController {
  constructor(
    private readonly putDocument: PutDocument,
    private readonly importDocument: ImportDocument,
    private readonly publishDraft: PublishDraft,
  ) {}

  /**
   * Uploads the OpenAPI document (2.0, 3.0 or 3.1; JSON, YAML, or a zip of several such files) as it is. On a live version
   * this publishes it: what breaks callers is refused, unless a reason is given. The same bytes again change nothing.
   */
  @Put('spec')
  @Authenticated()
  @ApiConsumes('application/json', 'application/yaml', 'application/zip', 'application/octet-stream')
  @ApiBody({ schema: BINARY })
  @ApiOkResponse({ type: VersionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: REFUSED })
  @ApiPayloadTooLargeResponse({ type: ProblemDto, description: 'More than 50 MiB' })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'Other documents are being read' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'Not readable, no OpenAPI, or too complex' })
  upload(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() body: unknown,
    @Query() { fileName = '', overrideReason }: PublishSpecQuery,
  ): Promise<VersionDto> {
    const from = { fileName, sourceUrl: null, overrideReason };
    return this.putDocument.run(caller, slug, version, documentIn(body), from);
  }

  /** Wishes the version onto every gateway; `deployments` of the answer and of later reads say how far that is. */
  @Post('publish')
  @HttpCode(202)
  @Authenticated()
  @ApiAcceptedResponse({ type: VersionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({
    type: ProblemDto,
    description: 'Not a draft, incomplete, the base path is taken, or the linter found errors',
  })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'A gateway cannot serve it' })
  publish(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<VersionDto> {
    return this.publishDraft.run(caller, slug, version);
  }

  /** Fetches the OpenAPI document from a URL, and goes on as if those bytes had been uploaded. */
  @Post('spec/import')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: VersionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: REFUSED })
  @ApiPayloadTooLargeResponse({ type: ProblemDto, description: 'More than 50 MiB, also decompressed' })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'Other documents are being read' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'Not called, not answered, or not readable' })
  importFrom(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() { url, overrideReason }: ImportSpecRequest,
  ): Promise<VersionDto> {
    return this.importDocument.run(caller, slug, version, url, overrideReason);
  }
}
