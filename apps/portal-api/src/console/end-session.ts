import { Inject, Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import type { Clock } from '#platform';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { RecordKey } from '../credentials/record-key.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ConsoleStore } from './console.store.js';

/** Ends the key of a console that its person has left. Done again, it changes nothing. */
@Injectable()
export class EndSession {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly store: ConsoleStore,
    private readonly record: RecordKey,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, credentialId: string): Promise<void> {
    const { userId } = signedIn(caller);
    await this.unit.writeSql(async (tx) => {
      const ended = await this.store.endOne(tx, credentialId, userId, this.clock.now());
      if (ended !== null) await this.record.run(tx, caller, 'credential.revoked', ended.teamId, ended);
      else if (!(await this.store.isKnown(tx, credentialId, userId))) throw notFound('session of a console');
    });
  }
}
