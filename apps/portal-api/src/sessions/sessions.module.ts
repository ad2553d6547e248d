import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { IssueTokens } from './issue-tokens.js';
import { RefreshSession } from './refresh-session.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsStore } from './sessions.store.js';
import { SignIn } from './sign-in.js';
import { SignOut } from './sign-out.js';

@Module({
  imports: [UsersModule],
  controllers: [SessionsController],
  providers: [IssueTokens, RefreshSession, SessionsStore, SignIn, SignOut],
})
export class SessionsModule {}
