import { Injectable } from '@nestjs/common';
import type { VersionDto } from '#contract';
import { Fault, notFound } from '#domain';
import { readSpec, SpecFault, type SpecReading } from '#openapi';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { VersionAccess } from '../versions/version-access.js';
import { type VersionRow, VersionStore } from '../versions/version.store.js';
import { VersionsReader } from '../versions/versions.reader.js';
import { hashDocument } from './hash-document.js';
import { SpecStore } from './spec.store.js';

const MAX_FILE_NAME_LENGTH = 200;

/** Gives a version its OpenAPI document. The same bytes again change nothing. */
@Injectable()
export class PutSpec {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: VersionAccess,
    private readonly versions: VersionStore,
    private readonly specs: SpecStore,
    private readonly reader: VersionsReader,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, slug: string, name: string, bytes: Uint8Array, fileName: string): Promise<VersionDto> {
    const { service, version } = await this.access.permitted(caller, slug, name, 'version.update');
    requireOpen(version);
    const specHash = await hashDocument(bytes);
    if (version.specHash !== specHash) {
      // Reading and storing take seconds for a large document: no lock on the version waits for them.
      if (!(await this.specs.has(specHash))) await this.specs.store(await read(bytes), bytes);
      await this.unit.write(async (tx) => {
        const before = await this.versions.lock(tx, service.id, name);
        if (before === null) throw notFound('version');
        requireOpen(before);
        if (before.specHash === specHash) return;
        const uploadedBy = signedIn(caller).userId;
        const shownName = shown(fileName);
        await this.specs.addRevision(tx, { versionId: before.id, specHash, fileName: shownName, uploadedBy });
        await this.versions.update(tx, before.id, { specHash });
        await this.audit.record(tx, caller, {
          action: 'version.spec_uploaded',
          subjectKind: 'version',
          subjectId: before.id,
          teamId: service.ownerTeamId,
          before: { specHash: before.specHash },
          after: { specHash, fileName: shownName, byteLength: bytes.byteLength },
        });
      });
    }
    return this.reader.read(caller, slug, name);
  }
}

function requireOpen({ state }: VersionRow): void {
  if (state === 'retired')
    throw new Fault('version.illegal_transition', 'A retired version is part of the record and takes no new document.');
}

async function read(bytes: Uint8Array): Promise<SpecReading> {
  try {
    return await readSpec(bytes);
  } catch (error) {
    throw error instanceof SpecFault ? new Fault(error.code, error.message) : error;
  }
}

/** The last part of a file name, without what cannot be seen. */
function shown(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').slice(0, MAX_FILE_NAME_LENGTH);
}
