import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { BrownoutDto, BrownoutListDto, PlanBrownoutRequest, ProblemDto } from '#contract';
import { Authenticated, FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { CancelBrownout } from './cancel-brownout.js';
import { LifecycleReader } from './lifecycle.reader.js';
import { PlanBrownout } from './plan-brownout.js';

@ApiTags('versions')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/versions/:version/brownouts')
export class BrownoutsController {
  constructor(
    private readonly reader: LifecycleReader,
    private readonly planBrownout: PlanBrownout,
    private readonly cancelBrownout: CancelBrownout,
  ) {}

  /** When a share of the calls is or was refused, the latest first. */
  @Get()
  @OpenToAll()
  @ApiOkResponse({ type: BrownoutListDto })
  list(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
  ): Promise<BrownoutListDto> {
    return this.reader.brownouts(caller, slug, version);
  }

  /** Plans a time in which a share of the calls is refused. Whoever called in the last 30 days is told by mail. */
  @Post()
  @Authenticated()
  @ApiCreatedResponse({ type: BrownoutDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'Not deprecated, or too many are planned' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'A gateway cannot do it' })
  plan(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Body() input: PlanBrownoutRequest,
  ): Promise<BrownoutDto> {
    return this.planBrownout.run(caller, slug, version, input);
  }

  /** Calls one off that is planned or under way. Those who were told are told. */
  @Delete(':brownoutId')
  @HttpCode(204)
  @Authenticated()
  @ApiNoContentResponse()
  @ApiForbiddenResponse({ type: ProblemDto })
  cancel(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Param('brownoutId') brownoutId: string,
  ): Promise<void> {
    return this.cancelBrownout.run(caller, slug, version, brownoutId);
  }
}
