import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AccessTokens } from './access-token.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { CallerStore } from './caller.store.js';

@Global()
@Module({
  imports: [JwtModule.register({})],
  providers: [AccessTokens, AccessTokenStrategy, CallerStore],
  exports: [AccessTokens, AccessTokenStrategy],
})
export class AuthModule {}
