import { Inject, Injectable } from '@nestjs/common';
import type { CredentialDto } from '#contract';
import { notFound } from '#domain';
import type { Clock } from '#platform';
import { ApplicationAccess } from '../applications/application-access.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CredentialsReader } from './credentials.reader.js';
import { type CredentialRow, CredentialsStore } from './credentials.store.js';
import { keyRecord } from './record-key.js';

/** Ends a key for good. Done again, it changes nothing and answers the same. */
@Injectable()
export class RevokeKey {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ApplicationAccess,
    private readonly credentials: CredentialsStore,
    private readonly reader: CredentialsReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, applicationId: string, id: string): Promise<CredentialDto> {
    const [{ teamId }, key] = await Promise.all([
      this.access.require(caller, applicationId, 'credential.revoke'),
      this.credentials.find(applicationId, id),
    ]);
    if (key === null) throw notFound('key');
    const ended = key.revokedAt === null ? await this.end(caller, teamId, key) : key;
    // Asked for when the key is ended, so that no gateway waits for it.
    return this.reader.shown(caller, ended);
  }

  private async end(caller: Caller, teamId: string, key: CredentialRow): Promise<CredentialRow> {
    const { userId } = signedIn(caller);
    const revokedAt = this.clock.now();
    const record = keyRecord(caller, 'credential.revoked', teamId, key);
    const isOurs = await this.unit.writeOneSql((tx) => this.credentials.revoke(tx, key, userId, revokedAt, record));
    // Somebody else was quicker, and the time is theirs.
    return isOurs ? { ...key, revokedAt } : ((await this.credentials.find(key.applicationId, key.id)) ?? key);
  }
}
