import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBadGatewayResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  ConsoleAnswerDto,
  ConsoleCallRequest,
  ConsoleHistoryDto,
  ConsoleHistoryQuery,
  ConsoleSessionDto,
  ConsoleSessionRequest,
  ConsoleStartDto,
  ConsoleStartQuery,
  ProblemDto,
} from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { idOf } from '../http/id-param.js';
import { UntilGone } from '../http/until-gone.decorator.js';
import { ConsoleReader } from './console.reader.js';
import { EndSession } from './end-session.js';
import { ForgetCalls } from './forget-calls.js';
import { SendCall } from './send-call.js';
import { StartSession } from './start-session.js';

const SESSION = idOf('session of a console');

@ApiTags('console')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('console')
export class ConsoleController {
  constructor(
    private readonly reader: ConsoleReader,
    private readonly startSession: StartSession,
    private readonly sendCall: SendCall,
    private readonly endSession: EndSession,
    private readonly forgetCalls: ForgetCalls,
  ) {}

  /** With which of my applications, and in which environments, a version can be tried. */
  @Get()
  @Authenticated()
  @ApiOkResponse({ type: ConsoleStartDto })
  start(@FromCaller() caller: Caller, @Query() { service, version }: ConsoleStartQuery): Promise<ConsoleStartDto> {
    return this.reader.start(caller, service, version);
  }

  /** A key of the application for 15 minutes, sealed. */
  @Post('sessions')
  @Header('Cache-Control', 'no-store')
  @Authenticated()
  @ApiCreatedResponse({ type: ConsoleSessionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  open(@FromCaller() caller: Caller, @Body() request: ConsoleSessionRequest): Promise<ConsoleSessionDto> {
    return this.startSession.run(caller, request);
  }

  /** Sends a call through the gateway; what came back, whatever its status, is the answer. */
  @Post('sessions/:sessionId/calls')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Authenticated()
  @ApiOkResponse({ type: ConsoleAnswerDto })
  @ApiConflictResponse({ type: ProblemDto })
  @ApiBadGatewayResponse({ type: ProblemDto })
  send(
    @FromCaller() caller: Caller,
    @Param('sessionId', SESSION) sessionId: string,
    @Body() request: ConsoleCallRequest,
    @UntilGone() signal: AbortSignal,
  ): Promise<ConsoleAnswerDto> {
    return this.sendCall.run(caller, sessionId, request, signal);
  }

  /** Revokes the key. */
  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @Authenticated()
  @ApiNoContentResponse()
  end(@FromCaller() caller: Caller, @Param('sessionId', SESSION) sessionId: string): Promise<void> {
    return this.endSession.run(caller, sessionId);
  }

  /** What I have sent, newest first. */
  @Get('history')
  @Authenticated()
  @ApiOkResponse({ type: ConsoleHistoryDto })
  history(@FromCaller() caller: Caller, @Query() query: ConsoleHistoryQuery): Promise<ConsoleHistoryDto> {
    return this.reader.calls(caller, query);
  }

  @Delete('history')
  @HttpCode(204)
  @Authenticated()
  @ApiNoContentResponse()
  forgetAll(@FromCaller() caller: Caller): Promise<void> {
    return this.forgetCalls.all(caller);
  }

  @Delete('history/:callId')
  @HttpCode(204)
  @Authenticated()
  @ApiNoContentResponse()
  forget(@FromCaller() caller: Caller, @Param('callId', idOf('call')) callId: string): Promise<void> {
    return this.forgetCalls.one(caller, callId);
  }
}
