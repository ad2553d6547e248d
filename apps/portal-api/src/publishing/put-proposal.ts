import { Injectable } from '@nestjs/common';
import type { ProposalDto } from '#contract';
import { notFound } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Readers } from '../readers/readers.js';
import { LintQueueStore } from '../specs/lint-queue.store.js';
import { shownFileName } from '../specs/shown-file-name.js';
import { VersionAccess } from '../versions/version-access.js';
import { VersionStore } from '../versions/version.store.js';
import { ProposalsReader } from './proposals.reader.js';
import { PublishingStore } from './publishing.store.js';
import { requireLive } from './require-open.js';

/** Keeps a document beside a live version, so that people look at what it changes before it takes the place of the old one. */
@Injectable()
export class PutProposal {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: VersionAccess,
    private readonly versions: VersionStore,
    private readonly readers: Readers,
    private readonly store: PublishingStore,
    private readonly queue: LintQueueStore,
    private readonly reader: ProposalsReader,
    private readonly audit: AuditStore,
  ) {}

  /** @param sourceUrl where it was fetched from, without query and user */
  async run(
    caller: Caller,
    slug: string,
    name: string,
    bytes: Uint8Array,
    from: { fileName: string; sourceUrl: string | null },
  ): Promise<ProposalDto> {
    const { service, version } = await this.access.permitted(caller, slug, name, 'version.update');
    requireLive(version);
    const { sha256: specHash } = await this.readers.run('store', { bytes });
    const fileName = shownFileName(from.fileName);
    await this.unit.write(async (tx) => {
      const locked = await this.versions.lock(tx, service.id, name);
      if (locked === null) throw notFound('version');
      requireLive(locked);
      const { sourceUrl } = from;
      const uploadedBy = signedIn(caller).userId;
      await this.store.propose(tx, { versionId: version.id, specHash, fileName, sourceUrl, uploadedBy });
      await this.queue.enqueue(tx, [specHash], service.ownerTeamId);
      await this.audit.record(tx, caller, {
        action: 'version.spec_proposed',
        subjectKind: 'version',
        subjectId: version.id,
        teamId: service.ownerTeamId,
        after: { specHash, fileName, ...(sourceUrl === null ? {} : { sourceUrl }), byteLength: bytes.byteLength },
      });
    });
    return this.reader.read(caller, slug, name);
  }
}
