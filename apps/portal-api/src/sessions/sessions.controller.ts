import { Body, Controller, Delete, Headers, HttpCode, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { ProblemDto, RefreshRequest, SessionDto, SignInRequest } from '#contract';
import { Authenticated, FromCaller, WithoutSignIn } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { RefreshSession } from './refresh-session.js';
import { SignIn } from './sign-in.js';
import { SignOut } from './sign-out.js';

@ApiTags('sessions')
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly refreshSession: RefreshSession,
    private readonly signOut: SignOut,
  ) {}

  /** Signs in. An unknown mail address and a wrong password get the same answer. */
  @Post()
  @WithoutSignIn()
  @ApiCreatedResponse({ type: SessionDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiUnauthorizedResponse({ type: ProblemDto })
  @ApiTooManyRequestsResponse({ type: ProblemDto })
  create(
    @FromCaller() caller: Caller,
    @Body() input: SignInRequest,
    @Headers('user-agent') userAgent: string | undefined,
  ): Promise<SessionDto> {
    return this.signIn.run(caller, input, userAgent ?? '');
  }

  /** Takes a refresh token for a new access token and a new refresh token. */
  @Post('refresh')
  @HttpCode(200)
  @WithoutSignIn()
  @ApiOkResponse({ type: SessionDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiUnauthorizedResponse({ type: ProblemDto })
  refresh(@FromCaller() caller: Caller, @Body() input: RefreshRequest): Promise<SessionDto> {
    return this.refreshSession.run(caller, input.refreshToken);
  }

  /** Signs out: the session ends at once. */
  @Delete('current')
  @HttpCode(204)
  @Authenticated()
  @ApiNoContentResponse()
  end(@FromCaller() caller: Caller): Promise<void> {
    return this.signOut.run(caller);
  }
}
