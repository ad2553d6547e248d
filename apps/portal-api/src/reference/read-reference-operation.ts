import { Injectable } from '@nestjs/common';
import type { OperationLookup, ReferenceOperationDto, ReferenceRequestDto } from '#contract';
import { notFound } from '#domain';
import { curlOf, sampleRequests, type SchemaAt, WEBHOOK } from '#openapi';
import type { Caller } from '../auth/caller.js';
import { KEY_HEADER, KEY_PLACEHOLDER } from '../credentials/key-header.js';
import { toSummary } from '../specs/to-summary.js';
import { ReferenceAccess, type ReferenceRoot } from './reference-access.js';
import { ReferenceOperationStore, type ReferenceOperationRow } from './reference-operation.store.js';
import { toNav } from './to-nav.js';
import { toComponents, toDefinition } from './to-definition.js';

/** Where a version that is on no gateway yet would be called. */
const NO_GATEWAY = 'https://gateway.example.com';
const SAMPLE_CREDENTIAL = { header: KEY_HEADER, key: KEY_PLACEHOLDER };

/** The page of an operation or webhook. */
@Injectable()
export class ReadReferenceOperation {
  constructor(
    private readonly access: ReferenceAccess,
    private readonly store: ReferenceOperationStore,
  ) {}

  async run(
    caller: Caller,
    slug: string,
    name: string,
    { method, path }: OperationLookup,
  ): Promise<ReferenceOperationDto> {
    const root = await this.access.root(caller, slug, name);
    const row = await this.store.find(root.at, root.specHash, { method: method.toUpperCase(), path });
    if (row === null) throw notFound('operation');
    const components = toComponents(row.components);
    const schemaAt: SchemaAt = (pointer) => (Object.hasOwn(components, pointer) ? components[pointer] : undefined);
    const isWhole = row.components.length === row.refCount;
    const [previous, next] = [row.before[0] ?? row.lastBefore, row.after[0] ?? row.firstAfter];
    return {
      ...toSummary(row),
      place: root.place,
      definition: toDefinition(row.definition, { schemaAt, schemes: row.schemes, isWhole }),
      requests: row.method.startsWith(WEBHOOK) ? [] : requestsOf(root, row, schemaAt),
      components,
      nav: toNav(row),
      previous: previous && toSummary(previous),
      next: next && toSummary(next),
    };
  }
}

function requestsOf({ place, basePath }: ReferenceRoot, row: ReferenceOperationRow, schemaAt: SchemaAt) {
  const baseUrl = place.version.callUrls[0]?.url ?? NO_GATEWAY + basePath;
  const samples = sampleRequests(row, baseUrl, SAMPLE_CREDENTIAL, schemaAt);
  return samples.map(({ request, ...variant }): ReferenceRequestDto => ({
    ...variant,
    request: { ...request, body: request.body ?? null, parts: request.parts ?? null },
    curl: curlOf(request),
  }));
}
