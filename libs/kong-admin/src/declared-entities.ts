import { AdminRefusal } from './admin-refusal.js';
import { ENTITY_KINDS, ENTITY_SCHEMAS, NESTED, type EntityKind } from './entity-schemas.js';
import type { Origin } from './entity-writer.js';
import { expandUrl } from './read-body.js';
import { readEntity } from './read-entity.js';
import { isUuid, uuidOfName } from './uuid.js';
import { isRecord, type JsonObject } from './violations.js';

/** One entity of a document. */
export interface Declared {
  kind: EntityKind;
  /** Its place, counted from 0, in the list in which it stands. */
  index: number;
  id: string;
  /** Checked and filled with defaults; its foreign keys are `{id}` with an id or a name that is not looked up yet. */
  fields: JsonObject;
}

/** Kong's namespace for the ids of entities that a document gives none. */
const ID_NAMESPACE = 'fd02801f-0957-4a15-a55a-c8d9606f30b5';

/** The kinds that may be written inside an entity of a kind, with the field that then refers to it. */
const CHILDREN = Object.fromEntries(ENTITY_KINDS.map((kind) => [kind, Object.values(NESTED[kind] ?? {})])) as Record<
  EntityKind,
  { kind: EntityKind; field: string }[]
>;

/** Reads the entities of a document, flat and nested ones, and what is wrong with them in the shape of the document. */
export class DeclaredEntities {
  readonly entities: Declared[] = [];

  constructor(private readonly origin: Origin) {}

  /** Gives the violations, which are empty when all is well. */
  read(document: JsonObject): JsonObject {
    return this.readLists(
      document,
      ENTITY_KINDS.map((kind) => ({ kind })),
    );
  }

  private readLists(
    container: JsonObject,
    lists: { kind: EntityKind; field?: string }[],
    parentId?: string,
  ): JsonObject {
    const violations: JsonObject = {};
    for (const { kind, field } of lists) {
      const list = container[kind];
      if (list === undefined || list === null) continue;
      if (!Array.isArray(list)) {
        violations[kind] = 'expected an array';
        continue;
      }
      const parent = field === undefined ? undefined : { field, id: parentId as string };
      const found = list.map((item: unknown, index) => this.readItem(kind, index, item, parent));
      if (found.some((one) => one !== null)) violations[kind] = found.slice(0, found.findLastIndex(Boolean) + 1);
    }
    return violations;
  }

  /** The violations of one entity and of what stands inside it, or null. */
  private readItem(kind: EntityKind, index: number, item: unknown, parent?: { field: string; id: string }): unknown {
    if (!isRecord(item)) return 'expected a record';
    const own = withoutChildren(kind, item);
    if (parent) own[parent.field] ??= { id: parent.id };
    const id = (own['id'] as string | undefined) ?? idOf(kind, own) ?? this.origin.newId();
    const violations = isUuid(id) ? {} : { id: 'expected a valid UUID' };
    try {
      this.entities.push({
        kind,
        index,
        id,
        fields: { ...readEntity(kind, this.filled(kind, own)), ...this.times(kind, own) },
      });
    } catch (error) {
      if (!(error instanceof AdminRefusal)) throw error;
      Object.assign(violations, error.body['fields']);
    }
    Object.assign(violations, this.readLists(item, CHILDREN[kind], id));
    return Object.keys(violations).length > 0 ? violations : null;
  }

  private filled(kind: EntityKind, own: JsonObject): JsonObject {
    const filled = kind === 'services' ? expandUrl(own) : { ...own };
    for (const field of Object.keys(ENTITY_SCHEMAS[kind].foreign)) {
      if (typeof filled[field] === 'string') filled[field] = { id: filled[field] };
    }
    if (kind === 'keyauth_credentials') filled['key'] ??= this.origin.newKey();
    return filled;
  }

  /** Times that the document gives are kept. */
  private times(kind: EntityKind, own: JsonObject): JsonObject {
    const now = this.origin.nowSeconds();
    const created = own['created_at'] ?? now;
    return ENTITY_SCHEMAS[kind].hasUpdatedAt
      ? { created_at: created, updated_at: own['updated_at'] ?? now }
      : { created_at: created };
  }
}

/** An entity as the document has it, without what stands inside it and without remarks. */
export function withoutChildren(kind: EntityKind, item: JsonObject): JsonObject {
  const { _comment, _ignore, ...own } = item;
  for (const child of CHILDREN[kind]) delete own[child.kind];
  return own;
}

/** The id that Kong makes from what tells the entity from its like, or undefined where it takes a random one. */
function idOf(kind: EntityKind, own: JsonObject): string | undefined {
  const { uniqueTogether, nameField } = ENTITY_SCHEMAS[kind];
  if (kind === 'keyauth_credentials') return undefined;
  const namespace = uuidOfName(ID_NAMESPACE, kind);
  if (uniqueTogether.length === 0) {
    const name = own[nameField];
    return typeof name === 'string' ? uuidOfName(namespace, name) : undefined;
  }
  const fields = kind === 'acls' ? uniqueTogether.toReversed() : uniqueTogether;
  const parts = fields.map((field) => (isRecord(own[field]) ? own[field]['id'] : (own[field] ?? '')));
  return uuidOfName(namespace, [kind, '*', ...parts].join(':'));
}
