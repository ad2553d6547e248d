import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { Tx } from '../database/database.js';
import { versionPage } from '../gateway-sync/version-page.js';
import type { MailText } from '../mail/decision-mail.js';
import { MailQueueStore } from '../mail/mail-queue.store.js';
import { CallerAddressesStore } from '../usage/caller-addresses.store.js';
import type { BrownoutNews } from './brownout-mail.js';
import type { BrownoutRow } from './brownouts.store.js';
import { VersionDetailStore } from './version-detail.store.js';
import type { VersionRow } from './version.store.js';

/** Writes to the people behind the applications that have called a version lately. */
@Injectable()
export class TellCallers {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly addresses: CallerAddressesStore,
    private readonly details: VersionDetailStore,
    private readonly mails: MailQueueStore,
  ) {}

  /** The mails are queued in the transaction of what they tell. */
  async run(
    tx: Tx,
    service: { slug: string; name: string },
    version: VersionRow,
    brownout: Pick<BrownoutRow, 'startsAt' | 'endsAt' | 'sharePercent'>,
    now: Date,
    mailOf: (news: BrownoutNews) => MailText,
  ): Promise<number> {
    const recipients = await this.addresses.find(tx, version, now);
    if (recipients.length === 0) return 0;
    const { startsAt, endsAt, sharePercent } = brownout;
    const news: BrownoutNews = {
      ...{ startsAt, endsAt, sharePercent },
      service: service.name,
      version: version.name,
      sunsetAt: version.sunsetAt,
      successor: version.successorId === null ? null : await this.details.nameOf(version.successorId),
      page: versionPage(this.config.publicPortalUrl, service.slug, version.name),
    };
    await this.mails.enqueue(tx, recipients, mailOf(news));
    return recipients.length;
  }
}
