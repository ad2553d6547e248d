import { Body, Controller, Get, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiOkResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import { MeDto, ProblemDto, SignUpRequest, UserDto } from '#contract';
import { Authenticated, FromCaller, WithoutSignIn } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { SignUp } from './sign-up.js';
import { UsersReader } from './users.reader.js';

@ApiTags('users')
@Controller()
export class UsersController {
  constructor(
    private readonly signUp: SignUp,
    private readonly users: UsersReader,
  ) {}

  /** Makes an account and the personal team that belongs to it. */
  @Post('users')
  @WithoutSignIn()
  @ApiCreatedResponse({ type: UserDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiForbiddenResponse({ type: ProblemDto, description: 'signing up is switched off' })
  @ApiConflictResponse({ type: ProblemDto, description: 'user.email_taken' })
  @ApiTooManyRequestsResponse({ type: ProblemDto })
  create(@FromCaller() caller: Caller, @Body() input: SignUpRequest): Promise<UserDto> {
    return this.signUp.run(caller, input);
  }

  /** Who is signed in, and the teams they are in. */
  @Get('me')
  @Authenticated()
  @ApiOkResponse({ type: MeDto })
  me(@FromCaller() caller: Caller): Promise<MeDto> {
    return this.users.me(caller);
  }
}
