import { Injectable } from '@nestjs/common';
import type { VersionDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { Readers } from '../readers/readers.js';
import { shownFileName } from '../specs/shown-file-name.js';
import { VersionAccess } from '../versions/version-access.js';
import { VersionsReader } from '../versions/versions.reader.js';
import { AttachReviewed } from './attach-reviewed.js';
import { requireOpen } from './require-open.js';

/** Where a document came from, and why it is published although it breaks what is live. */
export interface DocumentSource {
  fileName: string;
  /** Where it was fetched from, without query and user. */
  sourceUrl: string | null;
  overrideReason?: string;
}

/** Gives a version its OpenAPI document: a live one only when it breaks nothing, or with a reason. The same bytes again change nothing. */
@Injectable()
export class PutDocument {
  constructor(
    private readonly access: VersionAccess,
    private readonly readers: Readers,
    private readonly attach: AttachReviewed,
    private readonly reader: VersionsReader,
  ) {}

  async run(caller: Caller, slug: string, name: string, bytes: Uint8Array, from: DocumentSource): Promise<VersionDto> {
    const found = await this.access.permitted(caller, slug, name, 'version.update');
    requireOpen(found.version);
    const stored = await this.readers.run('storeUnless', { bytes, unless: found.version.specHash });
    if (stored !== null) {
      const { fileName, sourceUrl, overrideReason } = from;
      await this.attach.run(
        caller,
        found,
        { specHash: stored.sha256, fileName: shownFileName(fileName), sourceUrl },
        { overrideReason, isProposed: false },
      );
    }
    return this.reader.read(caller, slug, name);
  }
}
