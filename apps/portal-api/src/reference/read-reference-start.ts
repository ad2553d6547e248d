import { Injectable } from '@nestjs/common';
import type { ReferenceStartDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { ReferenceAccess } from './reference-access.js';
import { MAX_START_ENTRIES, ReferenceStartStore } from './reference-start.store.js';
import { toScheme } from './to-definition.js';

/** The start of a version's reference; of a version without a document as well. */
@Injectable()
export class ReadReferenceStart {
  constructor(
    private readonly access: ReferenceAccess,
    private readonly store: ReferenceStartStore,
  ) {}

  async run(caller: Caller, slug: string, name: string): Promise<ReferenceStartDto> {
    const { place, versionId } = await this.access.place(caller, slug, name);
    const { specHash, specRevision } = place.version;
    const row = specHash === null ? null : await this.store.find({ versionId, revision: specRevision }, specHash);
    if (row === null) return { place, ...NO_DOCUMENT };
    const { schemes, servers, tags, components, externalDocs, ...head } = row;
    return {
      place,
      ...head,
      tags: tags.slice(0, MAX_START_ENTRIES),
      moreTags: tags.length > MAX_START_ENTRIES,
      components: components.slice(0, MAX_START_ENTRIES),
      moreComponents: components.length > MAX_START_ENTRIES,
      servers: servers.map((server) => (typeof server === 'string' ? { url: server } : server)),
      securitySchemes: schemes.map((scheme) => toScheme(scheme)),
      ...(externalDocs === null ? {} : { externalDocs }),
    };
  }
}

const NO_DOCUMENT: Omit<ReferenceStartDto, 'place'> = {
  title: '',
  docVersion: '',
  summary: '',
  description: '',
  operationCount: 0,
  tags: [],
  moreTags: false,
  components: [],
  moreComponents: false,
  servers: [],
  securitySchemes: [],
};
