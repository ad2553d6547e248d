import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPayloadTooLargeResponse,
  ApiProduces,
  ApiQuery,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  ImportSpecRequest,
  OperationDto,
  OperationLookup,
  OperationPageDto,
  OperationQuery,
  ProblemDto,
  VersionDto,
} from '#contract';
import { Fault } from '#domain';
import { Authenticated, FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { ImportSpec } from './import-spec.js';
import { PutSpec } from './put-spec.js';
import { SpecsReader } from './specs.reader.js';

const MEDIA_TYPES = { json: 'application/json', yaml: 'application/yaml', zip: 'application/zip' } as const;
const BINARY = { type: 'string', format: 'binary' } as const;

@ApiTags('specs')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version')
export class SpecsController {
  constructor(
    private readonly reader: SpecsReader,
    private readonly putSpec: PutSpec,
    private readonly importSpec: ImportSpec,
  ) {}

  /**
   * Uploads the OpenAPI document (2.0, 3.0 or 3.1; JSON, YAML, or a zip of several such files) as it is. The same bytes
   * again change nothing.
   */
  @Put('spec')
  @Authenticated()
  @ApiConsumes('application/json', 'application/yaml', 'application/zip', 'application/octet-stream')
  @ApiBody({ schema: BINARY })
  @ApiQuery({ name: 'fileName', required: false })
  @ApiOkResponse({ type: VersionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiPayloadTooLargeResponse({ type: ProblemDto, description: 'More than 50 MiB' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'Not readable, no OpenAPI, or too complex' })
  upload(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() body: unknown,
    @Query('fileName') fileName?: unknown,
  ): Promise<VersionDto> {
    if (!Buffer.isBuffer(body) || body.length === 0)
      throw new Fault('spec.unreadable', 'Send the OpenAPI document itself as the body of the request.');
    return this.putSpec.run(caller, slug, version, body, typeof fileName === 'string' ? fileName : '');
  }

  /** Fetches the OpenAPI document from a URL, and goes on as if those bytes had been uploaded. */
  @Post('spec/import')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: VersionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiPayloadTooLargeResponse({ type: ProblemDto, description: 'More than 50 MiB, also decompressed' })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'Other documents are being read' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'Not called, not answered, or not readable' })
  importFrom(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() { url }: ImportSpecRequest,
  ): Promise<VersionDto> {
    return this.importSpec.run(caller, slug, version, url);
  }

  /** The document in force, or that of a revision, byte for byte as it was uploaded. */
  @Get('spec')
  @OpenToAll()
  @ApiQuery({ name: 'revision', required: false, schema: { type: 'integer', minimum: 1 } })
  @ApiProduces('application/json', 'application/yaml', 'application/zip')
  @ApiOkResponse({ schema: BINARY })
  async download(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
    @Query('revision') revision?: unknown,
  ): Promise<void> {
    const knownHash = /^"([0-9a-f]{64})"$/.exec(known ?? '')?.[1] ?? null;
    const place = { slug, name: version, revision: revisionOf(revision) };
    const download = await this.reader.download(caller, place, knownHash);
    const hash = download?.hash ?? knownHash;
    void reply.header('etag', `"${hash}"`).header('cache-control', 'no-cache');
    if (download === null) {
      void reply.status(304).send();
      return;
    }
    const { bytes, format, fileName } = download;
    void reply.header('content-type', MEDIA_TYPES[format]).header('x-content-type-options', 'nosniff');
    void reply.header('content-disposition', `attachment; filename="${fileName}"`).send(bytes);
  }

  /** The operations, in the order of the document. */
  @Get('operations')
  @OpenToAll()
  @ApiOkResponse({ type: OperationPageDto })
  operations(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Query() query: OperationQuery,
  ): Promise<OperationPageDto> {
    return this.reader.list(caller, slug, version, query);
  }

  /** One operation by method and path template, with the components that it reaches. */
  @Get('operation')
  @OpenToAll()
  @ApiOkResponse({ type: OperationDto })
  operation(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Query() { method, path }: OperationLookup,
  ): Promise<OperationDto> {
    return this.reader.operation(caller, slug, version, method, path);
  }
}

function revisionOf(text: unknown): number | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Fault('request.invalid', 'A revision is a whole number from 1 on.');
}
