import { Inject, Injectable } from '@nestjs/common';
import type { AnnouncedDto, AnnounceRequest } from '#contract';
import { Fault, notFound } from '#domain';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MailQueueStore } from '../mail/mail-queue.store.js';
import { CallerAddressesStore } from '../usage/caller-addresses.store.js';
import { callersSince } from '../usage/caller-days.js';
import { VersionAccess } from '../versions/version-access.js';
import { type VersionRow, VersionStore } from '../versions/version.store.js';
import { CallersStore } from './callers.store.js';

/** Mails of one announcement. */
export const MAX_ANNOUNCED = 2_000;
/** Announcements of one version within a day: whoever gets them did not ask for them. */
export const MAX_ANNOUNCEMENTS_A_DAY = 3;
const DAY_MS = 86_400_000;
const RETRY_AFTER_SECONDS = 3_600;

/** Writes to those who can act in the teams whose applications called a version in the last 30 days. */
@Injectable()
export class Announce {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: VersionAccess,
    private readonly versions: VersionStore,
    private readonly callers: CallersStore,
    private readonly addresses: CallerAddressesStore,
    private readonly mails: MailQueueStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, slug: string, name: string, input: AnnounceRequest): Promise<AnnouncedDto> {
    const { service, version } = await this.access.permitted(caller, slug, name, 'version.publish');
    const operation = input.operation ?? null;
    const { applications, teams } = await this.callers.reach(version, {
      since: callersSince(this.clock.now()),
      operation,
    });
    const { name: serviceName } = service;
    const mail = {
      subject: `${serviceName} ${name}: ${input.subject}`,
      text: `${input.text}\n\n-- \nThe team that offers ${serviceName} wrote this. You get it because an application of your team has called ${serviceName} ${name} in the last 30 days.\n`,
    };
    return this.unit.write(async (tx) => {
      if ((await this.versions.lock(tx, service.id, name)) === null) throw notFound('version');
      await this.requireRest(tx, version.id);
      const addresses = await this.addressesOf(tx, version, operation);
      await this.mails.enqueue(tx, addresses, mail);
      await this.audit.record(tx, caller, {
        action: 'version.announced',
        subjectKind: 'version',
        subjectId: version.id,
        teamId: service.ownerTeamId,
        after: { ...input, applications, teams, recipients: addresses.length },
      });
      return { applications, teams, recipients: addresses.length };
    });
  }

  private async addressesOf(tx: Tx, version: VersionRow, operation: string | null): Promise<string[]> {
    const limit = MAX_ANNOUNCED + 1;
    const addresses = await this.addresses.find(tx, version, this.clock.now(), { operation, limit });
    if (addresses.length < limit) return addresses;
    throw new Fault(
      'request.invalid',
      `This would go to more than ${MAX_ANNOUNCED} people. Name an operation, so that fewer are meant.`,
    );
  }

  /** Asked under the version's lock, so that many at once are not more. */
  private async requireRest(tx: Tx, versionId: string): Promise<void> {
    const dayAgo = new Date(this.clock.now().getTime() - DAY_MS);
    if ((await this.callers.announcedSince(tx, versionId, dayAgo)) < MAX_ANNOUNCEMENTS_A_DAY) return;
    throw new Fault(
      'request.too_many',
      `A version may be announced about ${MAX_ANNOUNCEMENTS_A_DAY} times a day. Write one mail about all of it tomorrow.`,
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
    );
  }
}
