import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  CapabilityListDto,
  EnvironmentListDto,
  GatewayDto,
  GatewayListDto,
  RegisterGatewayRequest,
  UpdateGatewayRequest,
} from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { IfMatch } from '../http/etag.js';
import { CapabilitiesReader } from './capabilities.reader.js';
import { CheckGatewaySoon } from './check-gateway-soon.js';
import { GatewaysReader } from './gateways.reader.js';
import { RefillGateway } from './refill-gateway.js';
import { RegisterGateway } from './register-gateway.js';
import { RetryGateway } from './retry-gateway.js';
import { UpdateGateway } from './update-gateway.js';

@ApiTags('gateways')
@Controller()
export class GatewaysController {
  constructor(
    private readonly reader: GatewaysReader,
    private readonly capabilitiesReader: CapabilitiesReader,
    private readonly registerGateway: RegisterGateway,
    private readonly updateGateway: UpdateGateway,
    private readonly checkGatewaySoon: CheckGatewaySoon,
    private readonly retryGateway: RetryGateway,
    private readonly refillGateway: RefillGateway,
  ) {}

  /** The environments that keys and gateways belong to. */
  @Get('environments')
  @Authenticated()
  @ApiOkResponse({ type: EnvironmentListDto })
  environments(): Promise<EnvironmentListDto> {
    return this.reader.environments();
  }

  @Get('gateways')
  @Authenticated('gateway.read')
  @ApiOkResponse({ type: GatewayListDto })
  list(): Promise<GatewayListDto> {
    return this.reader.list();
  }

  @Post('gateways')
  @Authenticated('gateway.manage')
  @ApiCreatedResponse({ type: GatewayDto })
  async register(@FromCaller() caller: Caller, @Body() body: RegisterGatewayRequest): Promise<GatewayDto> {
    return this.registerGateway.run(caller, body);
  }

  @Get('gateways/:gatewayId')
  @Authenticated('gateway.read')
  @ApiOkResponse({ type: GatewayDto })
  one(@Param('gatewayId', ParseUUIDPipe) id: string): Promise<GatewayDto> {
    return this.reader.byId(id);
  }

  /** What the gateway can enforce, by which publishing, plans and subscriptions are refused. */
  @Get('gateways/:gatewayId/capabilities')
  @Authenticated('gateway.read')
  @ApiOkResponse({ type: CapabilityListDto })
  capabilities(@Param('gatewayId', ParseUUIDPipe) id: string): Promise<CapabilityListDto> {
    return this.capabilitiesReader.of(id);
  }

  @Patch('gateways/:gatewayId')
  @Authenticated('gateway.manage')
  @ApiOkResponse({ type: GatewayDto })
  update(
    @FromCaller() caller: Caller,
    @Param('gatewayId', ParseUUIDPipe) id: string,
    @IfMatch() revision: number,
    @Body() body: UpdateGatewayRequest,
  ): Promise<GatewayDto> {
    return this.updateGateway.run(caller, id, revision, body);
  }

  /** Asks the gateway, soon, whether it is there; the answer stands in `reachable` and `checkedAt`. */
  @Post('gateways/:gatewayId/check')
  @HttpCode(202)
  @Authenticated('gateway.manage')
  @ApiAcceptedResponse()
  check(@Param('gatewayId', ParseUUIDPipe) id: string): Promise<void> {
    return this.checkGatewaySoon.run(id);
  }

  /** Tries everything that waits for the gateway again, now. */
  @Post('gateways/:gatewayId/retry')
  @HttpCode(202)
  @Authenticated('gateway.manage')
  @ApiAcceptedResponse()
  retry(@FromCaller() caller: Caller, @Param('gatewayId', ParseUUIDPipe) id: string): Promise<void> {
    return this.retryGateway.run(caller, id);
  }

  /** Sends everything to the gateway again, for one that lost its objects or was changed by hand. */
  @Post('gateways/:gatewayId/refill')
  @HttpCode(202)
  @Authenticated('gateway.manage')
  @ApiAcceptedResponse()
  refill(@FromCaller() caller: Caller, @Param('gatewayId', ParseUUIDPipe) id: string): Promise<void> {
    return this.refillGateway.run(caller, id);
  }
}
