import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPayloadTooLargeResponse,
  ApiPreconditionFailedResponse,
  ApiProduces,
  ApiQuery,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  CheckQuery,
  ImportSpecRequest,
  ProblemDto,
  ProposalDto,
  PublishProposalRequest,
  ReviewDto,
  VersionDto,
} from '#contract';
import { Fault } from '#domain';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { formatOf } from '../comparisons/comparisons.controller.js';
import { reviewText } from '../comparisons/comparison-text.js';
import { UntilGone } from '../http/until-gone.decorator.js';
import { CheckDocument } from './check-document.js';
import { failureOf } from './verdict.js';
import { documentIn } from './document-in.js';
import { DropProposal } from './drop-proposal.js';
import { ImportProposal } from './import-proposal.js';
import { ProposalsReader } from './proposals.reader.js';
import { PublishProposal } from './publish-proposal.js';
import { PutProposal } from './put-proposal.js';

const BINARY = { type: 'string', format: 'binary' } as const;

@ApiTags('publishing')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version')
export class ProposalsController {
  constructor(
    private readonly reader: ProposalsReader,
    private readonly putProposal: PutProposal,
    private readonly importProposal: ImportProposal,
    private readonly publishProposal: PublishProposal,
    private readonly dropProposal: DropProposal,
    private readonly checkDocument: CheckDocument,
  ) {}

  /** What publishing the document of a draft would mean. */
  @Get('review')
  @Authenticated()
  @ApiOkResponse({ type: ReviewDto })
  review(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @UntilGone() signal: AbortSignal,
  ): Promise<ReviewDto> {
    return this.reader.review(caller, slug, version, signal);
  }

  /**
   * What publishing the document in the body would mean; nothing is kept. As text/plain for people and logs. With
   * `failOn` the answer to what should fail a build is 409, with the same text.
   */
  @Post('check/spec')
  @HttpCode(200)
  @Authenticated()
  @ApiConsumes('application/json', 'application/yaml', 'application/zip', 'application/octet-stream')
  @ApiProduces('application/json', 'text/plain')
  @ApiBody({ schema: BINARY })
  @ApiOkResponse({ type: ReviewDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'It is what failOn names' })
  @ApiPayloadTooLargeResponse({ type: ProblemDto, description: 'More than 50 MiB' })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'Other documents are being read' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'Not readable, no OpenAPI, or too complex' })
  async check(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() body: unknown,
    @Query() { failOn }: CheckQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
    @UntilGone() signal: AbortSignal,
  ): Promise<ReviewDto | string> {
    const review = await this.checkDocument.run(caller, slug, version, documentIn(body), signal);
    const failure = failOn === undefined ? null : failureOf(review, failOn);
    if (formatOf(accept) === 'text') {
      void reply.type('text/plain; charset=utf-8').status(failure === null ? 200 : 409);
      return reviewText(review);
    }
    if (failure !== null) throw new Fault(failure, reviewText(review));
    return review;
  }

  /** The document that waits to be published on a live version, and what that would mean. */
  @Get('proposal')
  @Authenticated()
  @ApiOkResponse({ type: ProposalDto })
  proposal(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @UntilGone() signal: AbortSignal,
  ): Promise<ProposalDto> {
    return this.reader.read(caller, slug, version, signal);
  }

  /** Keeps a document beside a live version until somebody publishes or drops it; one that waited before goes. */
  @Put('proposal/spec')
  @Authenticated()
  @ApiConsumes('application/json', 'application/yaml', 'application/zip', 'application/octet-stream')
  @ApiBody({ schema: BINARY })
  @ApiQuery({ name: 'fileName', required: false })
  @ApiOkResponse({ type: ProposalDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'The version is not live' })
  @ApiPayloadTooLargeResponse({ type: ProblemDto, description: 'More than 50 MiB' })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'Other documents are being read' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'Not readable, no OpenAPI, or too complex' })
  propose(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() body: unknown,
    @Query('fileName') fileName?: unknown,
  ): Promise<ProposalDto> {
    const from = { fileName: typeof fileName === 'string' ? fileName : '', sourceUrl: null };
    return this.putProposal.run(caller, slug, version, documentIn(body), from);
  }

  /** Fetches a document from a URL and keeps it beside a live version. */
  @Post('proposal/import')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: ProposalDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'The version is not live' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'Not called, not answered, or not readable' })
  proposeFrom(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() { url }: ImportSpecRequest,
  ): Promise<ProposalDto> {
    return this.importProposal.run(caller, slug, version, url);
  }

  /** Puts the proposed document in the place of the live one. What breaks callers needs a reason, which the audit log keeps. */
  @Post('proposal/publish')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: VersionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({
    type: ProblemDto,
    description: 'It breaks what is live and no reason was given, or the linter found errors',
  })
  @ApiPreconditionFailedResponse({ type: ProblemDto, description: 'Another document was proposed or published since' })
  publish(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() input: PublishProposalRequest,
  ): Promise<VersionDto> {
    return this.publishProposal.run(caller, slug, version, input);
  }

  @Delete('proposal')
  @HttpCode(204)
  @Authenticated()
  @ApiNoContentResponse()
  @ApiForbiddenResponse({ type: ProblemDto })
  drop(@FromCaller() caller: Caller, @Param('slug') slug: string, @Param('version') version: string): Promise<void> {
    return this.dropProposal.run(caller, slug, version);
  }
}
