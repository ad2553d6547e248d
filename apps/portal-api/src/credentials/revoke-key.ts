import { Inject, Injectable } from '@nestjs/common';
import type { CredentialDto } from '#contract';
import { notFound } from '#domain';
import type { Clock } from '#platform';
import { ApplicationAccess } from '../applications/application-access.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CredentialsReader } from './credentials.reader.js';
import { CredentialsStore } from './credentials.store.js';
import { RecordKey } from './record-key.js';

/** Ends a key for good. Done again, it changes nothing and answers the same. */
@Injectable()
export class RevokeKey {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ApplicationAccess,
    private readonly credentials: CredentialsStore,
    private readonly reader: CredentialsReader,
    private readonly record: RecordKey,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, applicationId: string, id: string): Promise<CredentialDto> {
    const { userId } = signedIn(caller);
    const { teamId } = await this.access.require(caller, applicationId, 'credential.revoke');
    const revoked = await this.unit.writeSql(async (tx) => {
      const revoked = await this.credentials.revoke(tx, applicationId, id, userId, this.clock.now());
      if (revoked !== null) await this.record.run(tx, caller, 'credential.revoked', teamId, revoked);
      return revoked;
    });
    // Asked for when the key is ended, so that no gateway waits for it.
    const key = revoked ?? (await this.credentials.find(applicationId, id));
    if (key === null) throw notFound('key');
    return this.reader.shown(caller, key);
  }
}
