import { Module } from '@nestjs/common';
import { MailQueueStore } from './mail-queue.store.js';
import { SendMail } from './send-mail.js';

@Module({ providers: [MailQueueStore, SendMail], exports: [MailQueueStore, SendMail] })
export class MailModule {}
