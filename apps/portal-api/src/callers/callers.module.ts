import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { CallerAddressesStore } from '../usage/caller-addresses.store.js';
import { VersionsModule } from '../versions/versions.module.js';
import { Announce } from './announce.js';
import { CallersController } from './callers.controller.js';
import { CallersReader } from './callers.reader.js';
import { CallersStore } from './callers.store.js';

@Module({
  imports: [MailModule, VersionsModule],
  controllers: [CallersController],
  providers: [CallersStore, CallerAddressesStore, CallersReader, Announce],
  exports: [CallersReader],
})
export class CallersModule {}
