import { Injectable } from '@nestjs/common';
import type { RevisionRefDto } from '#contract';
import { notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import { SpecStore } from '../specs/spec.store.js';
import { VersionAccess, type VisibleVersion } from '../versions/version-access.js';

export interface FoundRevision extends VisibleVersion {
  ref: RevisionRefDto & { revision: number };
}

/** From `v1` or `v1@3` to a document that the caller may see. */
@Injectable()
export class RevisionRefs {
  constructor(
    private readonly access: VersionAccess,
    private readonly specs: SpecStore,
  ) {}

  async find(caller: Caller, slug: string, written: string): Promise<FoundRevision> {
    const [name = '', number] = written.split('@');
    const found = await this.access.visible(caller, slug, name);
    const revision = number === undefined ? found.version.specRevisionNumber : Number(number);
    const hash = await this.specs.hashOf(found.version.id, revision, found.service.insider);
    if (hash === null) throw notFound('document');
    return { ...found, ref: { version: name, revision, hash } };
  }
}
