import { Module } from '@nestjs/common';
import { CapabilitiesReader } from './capabilities.reader.js';
import { CheckGatewaySoon } from './check-gateway-soon.js';
import { Enforceability } from './enforceability.js';
import { FailuresController } from './failures.controller.js';
import { FailuresReader } from './failures.reader.js';
import { FailuresStore } from './failures.store.js';
import { GatewaysController } from './gateways.controller.js';
import { GatewaysReader } from './gateways.reader.js';
import { GatewaysStore } from './gateways.store.js';
import { RefillGateway } from './refill-gateway.js';
import { RegisterGateway } from './register-gateway.js';
import { RetryGateway } from './retry-gateway.js';
import { TryGateway } from './try-gateway.js';
import { UpdateGateway } from './update-gateway.js';

@Module({
  controllers: [GatewaysController, FailuresController],
  providers: [
    GatewaysStore,
    GatewaysReader,
    FailuresStore,
    FailuresReader,
    CapabilitiesReader,
    RegisterGateway,
    UpdateGateway,
    TryGateway,
    RetryGateway,
    RefillGateway,
    CheckGatewaySoon,
    Enforceability,
  ],
  exports: [GatewaysReader, Enforceability],
})
export class GatewaysModule {}
