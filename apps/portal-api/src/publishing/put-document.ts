import { Injectable } from '@nestjs/common';
import type { VersionDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { hashDocument } from '../specs/hash-document.js';
import { shownFileName } from '../specs/shown-file-name.js';
import { StoreSpec } from '../specs/store-spec.js';
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
    private readonly storeSpec: StoreSpec,
    private readonly attach: AttachReviewed,
    private readonly reader: VersionsReader,
  ) {}

  async run(caller: Caller, slug: string, name: string, bytes: Uint8Array, from: DocumentSource): Promise<VersionDto> {
    const found = await this.access.permitted(caller, slug, name, 'version.update');
    requireOpen(found.version);
    if (found.version.specHash !== (await hashDocument(bytes))) {
      const { fileName, sourceUrl, overrideReason } = from;
      const reading = await this.storeSpec.run(bytes);
      await this.attach.run(
        caller,
        found,
        { reading, fileName: shownFileName(fileName), sourceUrl },
        { overrideReason, isProposed: false },
      );
    }
    return this.reader.read(caller, slug, name);
  }
}
