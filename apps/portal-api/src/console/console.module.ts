import { Module } from '@nestjs/common';
import { GuardedCall } from '#platform';
import { ApplicationsModule } from '../applications/applications.module.js';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { VersionsModule } from '../versions/versions.module.js';
import { AwaitKey } from './await-key.js';
import { CallGateway } from './call-gateway.js';
import { CallGuard } from './call-guard.js';
import { ConsoleHistoryStore } from './console-history.store.js';
import { ConsoleTokens } from './console-token.js';
import { ConsoleController } from './console.controller.js';
import { ConsoleReader } from './console.reader.js';
import { ConsoleStore } from './console.store.js';
import { EndSession } from './end-session.js';
import { ForgetCalls } from './forget-calls.js';
import { OpenSession } from './open-session.js';
import { RequirePlace } from './require-place.js';
import { SendCall } from './send-call.js';
import { StartSession } from './start-session.js';

@Module({
  imports: [ApplicationsModule, CredentialsModule, SpecsModule, VersionsModule],
  controllers: [ConsoleController],
  providers: [
    AwaitKey,
    CallGateway,
    CallGuard,
    ConsoleHistoryStore,
    ConsoleReader,
    ConsoleStore,
    ConsoleTokens,
    EndSession,
    ForgetCalls,
    OpenSession,
    RequirePlace,
    SendCall,
    StartSession,
    { provide: GuardedCall, useFactory: () => new GuardedCall() },
  ],
})
export class ConsoleModule {}
