import { Injectable } from '@nestjs/common';
import type { VersionDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { changedSinceRead } from '../http/etag.js';
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
    const { state, specHash } = version;
    const rules = await this.lint.rulesOf(service.ownerTeamId);
    if (state === 'draft' && specHash !== null) requireLinted(rules.gate, await this.lint.decisive(specHash, rules));
    await this.publishVersion.run(caller, slug, name, async (tx, before) => {
      // Nothing is published unseen, and nothing by rules that hold no more.
      if (before.specHash !== specHash) throw changedSinceRead();
      await this.lint.requireSame(tx, rules);
    });
    return this.reader.read(caller, slug, name);
  }
}
