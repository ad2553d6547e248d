import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { CredentialDto, CredentialListDto, IssuedKeyDto, IssueKeyRequest, ProblemDto } from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { idOf } from '../http/id-param.js';
import { CredentialsReader } from './credentials.reader.js';
import { IssueKey } from './issue-key.js';
import { RevokeKey } from './revoke-key.js';

const APPLICATION = idOf('application');
const KEY = idOf('key');

@ApiTags('credentials')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('applications/:applicationId/credentials')
export class CredentialsController {
  constructor(
    private readonly credentials: CredentialsReader,
    private readonly issueKey: IssueKey,
    private readonly revokeKey: RevokeKey,
  ) {}

  /** Keys that are not revoked first, then the newest; at most 200. */
  @Get()
  @Authenticated()
  @ApiOkResponse({ type: CredentialListDto })
  list(
    @FromCaller() caller: Caller,
    @Param('applicationId', APPLICATION) applicationId: string,
  ): Promise<CredentialListDto> {
    return this.credentials.list(caller, applicationId);
  }

  /** The only answer with the key in it. A repeated request with the same Idempotency-Key is answered without it. */
  @Post()
  @Header('Cache-Control', 'no-store')
  @Authenticated()
  @ApiCreatedResponse({ type: IssuedKeyDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  issue(
    @FromCaller() caller: Caller,
    @Param('applicationId', APPLICATION) applicationId: string,
    @Body() request: IssueKeyRequest,
  ): Promise<IssuedKeyDto> {
    return this.issueKey.run(caller, applicationId, request);
  }

  @Get(':credentialId')
  @Authenticated()
  @ApiOkResponse({ type: CredentialDto })
  read(
    @FromCaller() caller: Caller,
    @Param('applicationId', APPLICATION) applicationId: string,
    @Param('credentialId', KEY) id: string,
  ): Promise<CredentialDto> {
    return this.credentials.one(caller, applicationId, id);
  }

  /** Accepted at once; `gateways` says which gateway has confirmed it. */
  @Post(':credentialId/revoke')
  @HttpCode(202)
  @Authenticated()
  @ApiAcceptedResponse({ type: CredentialDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  revoke(
    @FromCaller() caller: Caller,
    @Param('applicationId', APPLICATION) applicationId: string,
    @Param('credentialId', KEY) id: string,
  ): Promise<CredentialDto> {
    return this.revokeKey.run(caller, applicationId, id);
  }
}
