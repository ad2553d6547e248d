import { Injectable } from '@nestjs/common';
import type { VersionDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { FetchDocument } from '../specs/fetch-document.js';
import { VersionAccess } from '../versions/version-access.js';
import { PutDocument } from './put-document.js';

/** Gives a version the OpenAPI document that an address answers with, as if it had been uploaded. */
@Injectable()
export class ImportDocument {
  constructor(
    private readonly access: VersionAccess,
    private readonly fetchDocument: FetchDocument,
    private readonly putDocument: PutDocument,
  ) {}

  async run(caller: Caller, slug: string, name: string, url: string, overrideReason?: string): Promise<VersionDto> {
    // Nothing is called for somebody who may not use what comes back.
    await this.access.permitted(caller, slug, name, 'version.update');
    const { bytes, fileName, sourceUrl } = await this.fetchDocument.run(url);
    return this.putDocument.run(caller, slug, name, bytes, { fileName, sourceUrl, overrideReason });
  }
}
