import { Injectable } from '@nestjs/common';
import type { JsonValue, ReferenceComponentDto, ReferenceComponentLookup } from '#contract';
import { notFound } from '#domain';
import { sampleText, type SchemaAt } from '#openapi';
import type { Caller } from '../auth/caller.js';
import type { RevisionOfVersion } from '../specs/operation.store.js';
import { toSummary } from '../specs/to-summary.js';
import { insideSchema, refsInside } from './inside-schema.js';
import { ReferenceAccess } from './reference-access.js';
import { MAX_USERS, ReferenceComponentStore } from './reference-component.store.js';
import { MAX_COMPONENT_BYTES } from './reference-operation.store.js';
import { type ComponentRow, toComponents } from './to-definition.js';

/** Steps from a component to others that come with it, and how many they may be. */
const MAX_STEPS = 2;
const MAX_NEAR = 200;

/** The page of a component, or of a place in it. */
@Injectable()
export class ReadReferenceComponent {
  constructor(
    private readonly access: ReferenceAccess,
    private readonly store: ReferenceComponentStore,
  ) {}

  async run(
    caller: Caller,
    slug: string,
    name: string,
    { pointer, at = '' }: ReferenceComponentLookup,
  ): Promise<ReferenceComponentDto> {
    const root = await this.access.root(caller, slug, name);
    const row = await this.store.find(root.at, pointer);
    if (row === null) throw notFound('component');
    const schema = insideSchema(row.definition, at);
    if (schema === undefined) throw notFound('place');
    const components = toComponents(await this.near(root.at, schema));
    const schemaAt: SchemaAt = (ref) => (Object.hasOwn(components, ref) ? components[ref] : undefined);
    return {
      place: root.place,
      pointer: row.pointer,
      name: row.name,
      at,
      schema,
      sample: sampleText({ schema }, schemaAt),
      components,
      usedBy: row.usedBy.slice(0, MAX_USERS).map(toSummary),
      usedByMore: row.hasOthers || row.usedBy.length > MAX_USERS,
    };
  }

  /** The components that a schema reaches in a few steps, as many as fit. */
  private async near(at: RevisionOfVersion, schema: JsonValue): Promise<ComponentRow[]> {
    const found = new Map<string, ComponentRow>();
    let room = MAX_COMPONENT_BYTES;
    let pointers = refsInside(schema, MAX_NEAR);
    for (let step = 0; step < MAX_STEPS && pointers.length > 0; step++) {
      const rows = await this.store.near(at, pointers);
      for (const row of rows) {
        room -= JSON.stringify(row.definition).length;
        if (room < 0) return [...found.values()];
        found.set(row.pointer, row);
      }
      const next = rows.flatMap(({ definition }) => refsInside(definition, MAX_NEAR));
      pointers = [...new Set(next)].filter((pointer) => !found.has(pointer)).slice(0, MAX_NEAR - found.size);
    }
    return [...found.values()];
  }
}
