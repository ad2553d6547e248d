import { Module } from '@nestjs/common';
import { EnsureAdmin } from './ensure-admin.js';
import { SignUp } from './sign-up.js';
import { UsersController } from './users.controller.js';
import { UsersReader } from './users.reader.js';
import { UsersStore } from './users.store.js';

@Module({
  controllers: [UsersController],
  providers: [EnsureAdmin, SignUp, UsersReader, UsersStore],
  exports: [EnsureAdmin, UsersStore],
})
export class UsersModule {}
