import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CreatePlanRequest, PlanDto, PlanListDto, ProblemDto, UpdatePlanRequest } from '#contract';
import { Authenticated, FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { IfMatch } from '../http/etag.js';
import { ArchivePlan } from './archive-plan.js';
import { CreatePlan } from './create-plan.js';
import { PlansReader } from './plans.reader.js';
import { UpdatePlan } from './update-plan.js';

@ApiTags('plans')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/plans')
export class PlansController {
  constructor(
    private readonly reader: PlansReader,
    private readonly createPlan: CreatePlan,
    private readonly updatePlan: UpdatePlan,
    private readonly archivePlan: ArchivePlan,
  ) {}

  /** The terms under which the service can be called. */
  @Get()
  @OpenToAll()
  @ApiOkResponse({ type: PlanListDto })
  list(@FromCaller() caller: Caller, @Param('slug') slug: string): Promise<PlanListDto> {
    return this.reader.list(caller, slug);
  }

  @Post()
  @Authenticated()
  @ApiCreatedResponse({ type: PlanDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'The slug is taken' })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: 'The limits cannot be used, or a gateway cannot keep them',
  })
  create(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Body() input: CreatePlanRequest,
  ): Promise<PlanDto> {
    return this.createPlan.run(caller, slug, input);
  }

  /** Changes a plan, for those who are subscribed too. `limits` replaces all windows. */
  @Patch(':plan')
  @Authenticated()
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: PlanDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiPreconditionFailedResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: 'The limits cannot be used, or a gateway cannot keep them',
  })
  update(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Param('plan') plan: string,
    @IfMatch() revision: number,
    @Body() input: UpdatePlanRequest,
  ): Promise<PlanDto> {
    return this.updatePlan.run(caller, slug, plan, revision, input);
  }

  /** Takes no new subscriptions from now on. */
  @Post(':plan/archive')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: PlanDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  archive(@FromCaller() caller: Caller, @Param('slug') slug: string, @Param('plan') plan: string): Promise<PlanDto> {
    return this.archivePlan.run(caller, slug, plan);
  }
}
