import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  OperationLookup,
  ProblemDto,
  ReferenceComponentDto,
  ReferenceComponentLookup,
  ReferenceOperationDto,
  ReferenceStartDto,
  ReferenceTagPageDto,
  ReferenceTagQuery,
} from '#contract';
import { FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { ReadReferenceComponent } from './read-reference-component.js';
import { ReadReferenceOperation } from './read-reference-operation.js';
import { ReadReferenceStart } from './read-reference-start.js';
import { ReadReferenceTag } from './read-reference-tag.js';

/** What a developer reads of a version: each answer is all that one page shows. */
@ApiTags('reference')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version/reference')
export class ReferenceController {
  constructor(
    private readonly start: ReadReferenceStart,
    private readonly operations: ReadReferenceOperation,
    private readonly tags: ReadReferenceTag,
    private readonly components: ReadReferenceComponent,
  ) {}

  /** What the document says of itself, and its tags. */
  @Get()
  @OpenToAll()
  @ApiOkResponse({ type: ReferenceStartDto })
  readStart(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<ReferenceStartDto> {
    return this.start.run(caller, slug, version);
  }

  /** One operation by method and path template, or a webhook by `WEBHOOK POST` and its name. */
  @Get('operation')
  @OpenToAll()
  @ApiOkResponse({ type: ReferenceOperationDto })
  readOperation(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Query() lookup: OperationLookup,
  ): Promise<ReferenceOperationDto> {
    return this.operations.run(caller, slug, version, lookup);
  }

  /** The operations of a tag, in the order of the document. */
  @Get('tag')
  @OpenToAll()
  @ApiOkResponse({ type: ReferenceTagPageDto })
  readTag(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Query() query: ReferenceTagQuery,
  ): Promise<ReferenceTagPageDto> {
    return this.tags.run(caller, slug, version, query);
  }

  /** One component of the document by its pointer, or a place in it. */
  @Get('component')
  @OpenToAll()
  @ApiOkResponse({ type: ReferenceComponentDto })
  readComponent(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Query() lookup: ReferenceComponentLookup,
  ): Promise<ReferenceComponentDto> {
    return this.components.run(caller, slug, version, lookup);
  }
}
