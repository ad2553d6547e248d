import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import {
  ChangePlanRequest,
  DecisionRequest,
  ProblemDto,
  ServiceSubscriptionQuery,
  SubscribeRequest,
  SubscriptionDto,
  SubscriptionPageDto,
  SubscriptionQuery,
} from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { idOf } from '../http/id-param.js';
import { CancelSubscription } from './cancel-subscription.js';
import { ChangePlan } from './change-plan.js';
import { DecideSubscription } from './decide-subscription.js';
import { Subscribe } from './subscribe.js';
import { SubscriptionsReader } from './subscriptions.reader.js';

const SUBSCRIPTION = idOf('subscription');

@ApiTags('subscriptions')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller()
export class SubscriptionsController {
  constructor(
    private readonly subscriptions: SubscriptionsReader,
    private readonly subscribeTo: Subscribe,
    private readonly changePlanOf: ChangePlan,
    private readonly decide: DecideSubscription,
    private readonly cancelSubscription: CancelSubscription,
  ) {}

  /** Active at once, or pending where the plan needs approval. */
  @Post('applications/:applicationId/subscriptions')
  @Authenticated()
  @ApiCreatedResponse({ type: SubscriptionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'A gateway cannot keep the plan' })
  subscribe(
    @FromCaller() caller: Caller,
    @Param('applicationId', idOf('application')) applicationId: string,
    @Body() request: SubscribeRequest,
  ): Promise<SubscriptionDto> {
    return this.subscribeTo.run(caller, applicationId, request);
  }

  @Get('applications/:applicationId/subscriptions')
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionPageDto })
  ofApplication(
    @FromCaller() caller: Caller,
    @Param('applicationId', idOf('application')) applicationId: string,
    @Query() query: SubscriptionQuery,
  ): Promise<SubscriptionPageDto> {
    return this.subscriptions.ofApplication(caller, applicationId, query);
  }

  /** For the team that owns the service; with `scope=mine` those of your own applications, for everybody. */
  @Get('services/:slug/subscriptions')
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionPageDto })
  ofService(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Query() query: ServiceSubscriptionQuery,
  ): Promise<SubscriptionPageDto> {
    return this.subscriptions.ofService(caller, slug, query);
  }

  /** Of all services for which you may decide; `state=waiting` shows what waits for you. */
  @Get('subscriptions')
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionPageDto })
  mine(@FromCaller() caller: Caller, @Query() query: SubscriptionQuery): Promise<SubscriptionPageDto> {
    return this.subscriptions.mine(caller, query);
  }

  @Get('subscriptions/:subscriptionId')
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionDto })
  read(@FromCaller() caller: Caller, @Param('subscriptionId', SUBSCRIPTION) id: string): Promise<SubscriptionDto> {
    return this.subscriptions.one(caller, id);
  }

  /** The plan in force holds until the new one is decided. */
  @Post('subscriptions/:subscriptionId/plan')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'A gateway cannot keep the plan' })
  changePlan(
    @FromCaller() caller: Caller,
    @Param('subscriptionId', SUBSCRIPTION) id: string,
    @Body() request: ChangePlanRequest,
  ): Promise<SubscriptionDto> {
    return this.changePlanOf.run(caller, id, request);
  }

  @Post('subscriptions/:subscriptionId/approve')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  approve(
    @FromCaller() caller: Caller,
    @Param('subscriptionId', SUBSCRIPTION) id: string,
    @Body() request: DecisionRequest,
  ): Promise<SubscriptionDto> {
    return this.decide.run(caller, id, 'approve', request);
  }

  /** Needs a reason. */
  @Post('subscriptions/:subscriptionId/reject')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  reject(
    @FromCaller() caller: Caller,
    @Param('subscriptionId', SUBSCRIPTION) id: string,
    @Body() request: DecisionRequest,
  ): Promise<SubscriptionDto> {
    return this.decide.run(caller, id, 'reject', request);
  }

  /** Needs a reason. Calls are refused until it is resumed. */
  @Post('subscriptions/:subscriptionId/suspend')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  suspend(
    @FromCaller() caller: Caller,
    @Param('subscriptionId', SUBSCRIPTION) id: string,
    @Body() request: DecisionRequest,
  ): Promise<SubscriptionDto> {
    return this.decide.run(caller, id, 'suspend', request);
  }

  @Post('subscriptions/:subscriptionId/resume')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  resume(
    @FromCaller() caller: Caller,
    @Param('subscriptionId', SUBSCRIPTION) id: string,
    @Body() request: DecisionRequest,
  ): Promise<SubscriptionDto> {
    return this.decide.run(caller, id, 'resume', request);
  }

  /** For the team of the application. */
  @Post('subscriptions/:subscriptionId/cancel')
  @HttpCode(200)
  @Authenticated()
  @ApiOkResponse({ type: SubscriptionDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  cancel(@FromCaller() caller: Caller, @Param('subscriptionId', SUBSCRIPTION) id: string): Promise<SubscriptionDto> {
    return this.cancelSubscription.run(caller, id);
  }
}
