import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/database.js';
import type { MailText } from './decision-mail.js';

@Injectable()
export class MailQueueStore {
  /** One job for each recipient, so that an address that fails is tried again alone; in one statement. */
  async enqueue(tx: Tx, recipients: string[], { subject, text }: MailText): Promise<void> {
    await tx.$queryRaw`
      SELECT count(graphile_worker.add_job('send-mail', json_build_object('to', recipient, 'subject', ${subject}::text,
        'text', ${text}::text))) FROM unnest(${recipients}::text[]) AS recipient`;
  }
}
