import { Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { LintQueueStore } from './lint-queue.store.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type VersionRow, VersionStore } from '../versions/version.store.js';
import type { VisibleVersion } from '../versions/version-access.js';
import { Readers } from '../readers/readers.js';
import type { RevisionRows } from './revision-rows.store.js';
import { SpecStore } from './spec.store.js';
import { VersionTurnsStore } from './version-turns.store.js';

/** A document that is stored, and where it came from. */
export interface AttachableSpec {
  specHash: string;
  fileName: string;
  /** where it was fetched from, without query and user */
  sourceUrl: string | null;
}

/**
 * Decides under the version's lock whether it takes the document: throws to refuse; what it gives is written into the
 * audit entry.
 */
export type Admit = (tx: Tx, before: VersionRow) => Promise<Record<string, unknown>>;

/** Makes a stored document the newest revision of a version. */
@Injectable()
export class AttachSpec {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly versions: VersionStore,
    private readonly specs: SpecStore,
    private readonly turns: VersionTurnsStore,
    private readonly readers: Readers,
    private readonly lintQueue: LintQueueStore,
    private readonly audit: AuditStore,
  ) {}

  /** The document that the version has already changes nothing. */
  async run(caller: Caller, { service, version }: VisibleVersion, spec: AttachableSpec, admit: Admit): Promise<void> {
    await this.turns.inTurn(version.id, async (rows) => {
      const present = await this.versions.find(service.id, version.name);
      if (present === null) throw notFound('version');
      if (present.specHash === spec.specHash) return;
      // Writing the rows takes seconds for a large document: no lock on the version waits for them.
      try {
        const { specRevisionNumber } = present;
        await this.readers.run('write', { hash: spec.specHash, versionId: version.id, present: specRevisionNumber });
        await this.unit.write((tx) => this.switch(tx, caller, { service, version: present }, spec, rows, admit));
      } catch (error) {
        // What cannot be cleared now, the next document clears.
        await rows.clearUnlessInForce(present.specRevisionNumber).catch(() => undefined);
        throw error;
      }
    });
  }

  private async switch(
    tx: Tx,
    caller: Caller,
    { service, version }: VisibleVersion,
    { specHash, fileName, sourceUrl }: AttachableSpec,
    rows: RevisionRows,
    admit: Admit,
  ): Promise<void> {
    const before = await this.versions.lock(tx, service.id, version.name);
    if (before?.id !== version.id) throw notFound('version');
    await rows.requireTurn();
    const noted = await admit(tx, before);
    const number = version.specRevisionNumber + 1;
    const uploadedBy = signedIn(caller).userId;
    await this.specs.addRevision(tx, { versionId: before.id, number, specHash, fileName, sourceUrl, uploadedBy });
    await this.versions.update(tx, before.id, { specHash, specRevisionNumber: number });
    await this.lintQueue.enqueue(tx, [specHash], service.ownerTeamId);
    await this.audit.record(tx, caller, {
      action: 'version.spec_uploaded',
      subjectKind: 'version',
      subjectId: before.id,
      teamId: service.ownerTeamId,
      before: { specHash: before.specHash },
      after: {
        specHash,
        fileName,
        ...(sourceUrl === null ? {} : { sourceUrl }),
        byteLength: await this.specs.byteLength(tx, specHash),
        ...noted,
      },
    });
  }
}
