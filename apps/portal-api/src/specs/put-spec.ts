import { Injectable } from '@nestjs/common';
import type { VersionDto } from '#contract';
import { Fault } from '#domain';
import type { Caller } from '../auth/caller.js';
import { VersionAccess } from '../versions/version-access.js';
import type { VersionRow } from '../versions/version.store.js';
import { VersionsReader } from '../versions/versions.reader.js';
import { AttachSpec } from './attach-spec.js';
import { hashDocument } from './hash-document.js';
import { StoreSpec } from './store-spec.js';

const MAX_FILE_NAME_LENGTH = 200;

/** Gives a version its OpenAPI document. The same bytes again change nothing. */
@Injectable()
export class PutSpec {
  constructor(
    private readonly access: VersionAccess,
    private readonly storeSpec: StoreSpec,
    private readonly attachSpec: AttachSpec,
    private readonly reader: VersionsReader,
  ) {}

  /** @param sourceUrl where it was fetched from, without query and user */
  async run(
    caller: Caller,
    slug: string,
    name: string,
    bytes: Uint8Array,
    fileName: string,
    sourceUrl: string | null = null,
  ): Promise<VersionDto> {
    const found = await this.access.permitted(caller, slug, name, 'version.update');
    requireOpen(found.version);
    if (found.version.specHash !== (await hashDocument(bytes))) {
      const reading = await this.storeSpec.run(bytes);
      const spec = { reading, fileName: shown(fileName), sourceUrl };
      await this.attachSpec.run(caller, found, spec, (_, before) => {
        requireOpen(before);
        return Promise.resolve({});
      });
    }
    return this.reader.read(caller, slug, name);
  }
}

function requireOpen({ state }: VersionRow): void {
  if (state === 'retired')
    throw new Fault('version.illegal_transition', 'A retired version is part of the record and takes no new document.');
}

/** The last part of a file name, without what cannot be seen. */
function shown(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').slice(0, MAX_FILE_NAME_LENGTH);
}
