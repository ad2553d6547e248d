import { Inject, Injectable } from '@nestjs/common';
import type { CredentialDto, CredentialListDto } from '#contract';
import { notFound } from '#domain';
import type { Clock } from '#platform';
import { ApplicationAccess } from '../applications/application-access.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import type { SqlTx } from '../database/statement.js';
import { seesGatewayWords } from '../gateway-sync/to-sync-status.js';
import { type CredentialRow, CredentialsStore } from './credentials.store.js';
import { KeySyncStore } from './key-sync.store.js';
import { toCredentialDto } from './to-credential-dto.js';

/** A list shows at most this many keys of an application; those in use come first. */
const MAX_LISTED_KEYS = 200;

@Injectable()
export class CredentialsReader {
  constructor(
    private readonly credentials: CredentialsStore,
    private readonly keySync: KeySyncStore,
    private readonly access: ApplicationAccess,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(caller: Caller, applicationId: string): Promise<CredentialListDto> {
    await this.access.require(caller, applicationId, 'credential.read');
    const rows = await this.credentials.list(applicationId, MAX_LISTED_KEYS);
    return { items: await this.withSync(caller, applicationId, rows) };
  }

  async one(caller: Caller, applicationId: string, id: string): Promise<CredentialDto> {
    await this.access.require(caller, applicationId, 'credential.read');
    const row = await this.credentials.find(applicationId, id);
    if (row === null) throw notFound('key');
    return this.shown(caller, row);
  }

  /** For callers whose right to see the application was asked before. */
  async shown(caller: Caller, row: CredentialRow, tx?: SqlTx): Promise<CredentialDto> {
    const [shown] = await this.withSync(caller, row.applicationId, [row], tx);
    return shown!;
  }

  /** A key of which nobody could be asked what the gateways know. */
  bare(row: CredentialRow): CredentialDto {
    return toCredentialDto(row, [], { now: this.clock.now(), seesWords: false });
  }

  private async withSync(
    { actor }: Caller,
    applicationId: string,
    rows: CredentialRow[],
    tx?: SqlTx,
  ): Promise<CredentialDto[]> {
    const ids = rows.map(({ id }) => id);
    const sync = await this.keySync.ofKeys(applicationId, ids, tx);
    const reading = { now: this.clock.now(), seesWords: seesGatewayWords(actor) };
    return rows.map((row) => toCredentialDto(row, sync, reading));
  }
}
