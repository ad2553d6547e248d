import { Injectable } from '@nestjs/common';
import { ENQUEUE_SQL, enqueueParameters } from '#platform';
import type { Tx } from '../database/database.js';
import type { MailText } from './decision-mail.js';

@Injectable()
export class MailQueueStore {
  /** One job for each recipient, so that an address that fails is tried again alone. */
  async enqueue(tx: Tx, recipients: string[], mail: MailText): Promise<void> {
    for (const to of recipients)
      await tx.$queryRawUnsafe(ENQUEUE_SQL, ...enqueueParameters('send-mail', { to, ...mail }));
  }
}
