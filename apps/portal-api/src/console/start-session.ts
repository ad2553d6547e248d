import { Inject, Injectable } from '@nestjs/common';
import type { ConsoleSessionDto, ConsoleSessionRequest } from '#contract';
import { keyDigests, keyHint, makeKey } from '#domain';
import { type Clock, uuid } from '#platform';
import { ApplicationAccess } from '../applications/application-access.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { RecordKey } from '../credentials/record-key.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ConsoleTokens } from './console-token.js';
import { ConsoleStore } from './console.store.js';
import { RequirePlace } from './require-place.js';

/** A person has at most this many keys for consoles of an application; where there would be more, the oldest ends. */
export const MAX_CONSOLE_KEYS = 5;
/** A page that was left without a word leaves its key for so long. */
export const CONSOLE_KEY_LIFE_MS = 15 * 60_000;
const KEY_NAME = 'Console';

/** Makes a key for a console. The person gets it sealed, so nobody can copy it out of a page. */
@Injectable()
export class StartSession {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ApplicationAccess,
    private readonly place: RequirePlace,
    private readonly store: ConsoleStore,
    private readonly record: RecordKey,
    private readonly tokens: ConsoleTokens,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, request: ConsoleSessionRequest): Promise<ConsoleSessionDto> {
    const { userId } = signedIn(caller);
    const { environment: slug, ...wanted } = request;
    const { application, environment } = await this.place.run(caller, { ...wanted, environment: { slug } });
    const { id: applicationId, teamId } = application;
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + CONSOLE_KEY_LIFE_MS);
    const key = makeKey(environment.keyLetter);
    const row = { id: uuid(), applicationId, environmentId: environment.id, name: KEY_NAME, createdAt, expiresAt };
    const issued = { ...row, ...keyHint(key), environment, revokedAt: null, lastUsedAt: null };
    await this.unit.writeSql(async (tx) => {
      await this.access.hold(tx, applicationId);
      for (const older of await this.store.endOlder(tx, applicationId, userId, MAX_CONSOLE_KEYS - 1, createdAt))
        await this.record.run(tx, caller, 'credential.revoked', teamId, older);
      await this.store.insertKey(tx, { ...issued, ...keyDigests(key), createdBy: userId });
      await this.record.run(tx, caller, 'credential.issued', teamId, issued);
    });
    const token = this.tokens.seal({ credentialId: row.id, applicationId, userId, key });
    return { id: row.id, token, expiresAt: expiresAt.toISOString() };
  }
}
