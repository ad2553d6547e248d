import { Injectable } from '@nestjs/common';
import type { VersionDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { LintDocuments } from '../lint/lint-documents.js';
import { PublishVersion } from '../versions/publish-version.js';
import { VersionAccess } from '../versions/version-access.js';
import { VersionsReader } from '../versions/versions.reader.js';
import { requireLinted } from './verdict.js';

/** Publishes a draft, where its team does not keep documents with errors back. */
@Injectable()
export class PublishDraft {
  constructor(
    private readonly access: VersionAccess,
    private readonly lint: LintDocuments,
    private readonly publishVersion: PublishVersion,
    private readonly reader: VersionsReader,
  ) {}

  async run(caller: Caller, slug: string, name: string): Promise<VersionDto> {
    const { service, version } = await this.access.permitted(caller, slug, name, 'version.publish');
    const { ownerTeamId } = service;
    const { state, specHash } = version;
    if (state === 'draft' && specHash !== null && (await this.lint.isGate(ownerTeamId)))
      requireLinted(await this.lint.run(specHash, ownerTeamId));
    await this.publishVersion.run(caller, slug, name, specHash);
    return this.reader.read(caller, slug, name);
  }
}
