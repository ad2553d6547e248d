import { Inject, Injectable } from '@nestjs/common';
import type { CredentialDto, IssuedKeyDto, IssueKeyRequest } from '#contract';
import { Fault, invalidField, keyDigests, keyHint, makeKey, parseName } from '#domain';
import { type Clock, uuid } from '#platform';
import { ApplicationAccess } from '../applications/application-access.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import type { SqlTx } from '../database/statement.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CredentialsReader } from './credentials.reader.js';
import { type CredentialRow, CredentialsStore, type NewCredential } from './credentials.store.js';
import type { KeyRecord } from './key-records.sql.js';
import { parseExpiry } from './parse-expiry.js';
import { keyRecord } from './record-key.js';
import { SampleCall } from './sample-call.js';

/** An application has at most this many keys that are neither revoked nor expired. */
export const MAX_ACTIVE_KEYS_PER_APPLICATION = 20;

const DEFAULT_ENVIRONMENT = 'live';

@Injectable()
export class IssueKey {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ApplicationAccess,
    private readonly credentials: CredentialsStore,
    private readonly reader: CredentialsReader,
    private readonly sampleCall: SampleCall,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The key stands in this one answer and nowhere else; a replay of the answer has none. */
  async run(caller: Caller, applicationId: string, request: IssueKeyRequest): Promise<IssuedKeyDto> {
    const { userId } = signedIn(caller);
    const [{ teamId }, environment] = await Promise.all([
      this.access.require(caller, applicationId, 'credential.issue'),
      this.credentials.environment(request.environment ?? DEFAULT_ENVIRONMENT),
    ]);
    const createdAt = this.clock.now();
    const wanted = {
      id: uuid(),
      applicationId,
      name: parseName(request.name),
      createdBy: userId,
      createdAt,
      expiresAt: parseExpiry(request.expiresAt, createdAt),
    };
    if (environment === null) throw invalidField('environment', 'There is no such environment.');
    const key = makeKey(environment.keyLetter);
    const row = { ...wanted, environmentId: environment.id, ...keyHint(key) };
    const issued: CredentialRow = { ...row, environment, revokedAt: null, lastUsedAt: null };
    let kept: Promise<CredentialDto> | undefined;
    await this.unit.createSql(
      caller,
      async (tx) => {
        const record = keyRecord(caller, 'credential.issued', teamId, issued);
        // One after the other all the same: the second looks when the first has its lock.
        await Promise.all([
          this.access.hold(tx, applicationId),
          this.insert(tx, { ...row, ...keyDigests(key) }, record),
        ]);
      },
      async (_made, tx) => {
        kept = this.reader.shown(caller, issued, tx);
        return { credential: await kept, key: null, curl: null };
      },
    );
    // Asked for when the key is made, so that no gateway waits for it; that it fails must not cost the answer with the key.
    const [credential, curl] = await Promise.all([
      kept ?? this.reader.shown(caller, issued).catch(() => this.reader.bare(issued)),
      this.sampleCall.curl(applicationId, environment.id, key).catch(() => null),
    ]);
    return { credential, key, curl };
  }

  private async insert(tx: SqlTx, credential: NewCredential, record: KeyRecord): Promise<void> {
    if (await this.credentials.insert(tx, credential, MAX_ACTIVE_KEYS_PER_APPLICATION, record)) return;
    throw new Fault(
      'credential.limit_reached',
      `An application has at most ${MAX_ACTIVE_KEYS_PER_APPLICATION} valid keys. Revoke one that is no longer used.`,
    );
  }
}
