import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OperationPageDto, OperationQuery, ProblemDto } from '#contract';
import { Fault } from '#domain';
import { FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { SpecsReader } from './specs.reader.js';

const MEDIA_TYPES = { json: 'application/json', yaml: 'application/yaml', zip: 'application/zip' } as const;
const BINARY = { type: 'string', format: 'binary' } as const;

@ApiTags('specs')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version')
export class SpecsController {
  constructor(private readonly reader: SpecsReader) {}

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
}

function revisionOf(text: unknown): number | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Fault('request.invalid', 'A revision is a whole number from 1 on.');
}
