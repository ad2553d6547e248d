import { ENTITY_KINDS, ENTITY_SCHEMAS, type Entity, type EntityKind } from './entity-schemas.js';
import { SortedIds } from './sorted-ids.js';
import { isRecord, type JsonObject } from './violations.js';

/** One change of the stored entities; `before` is missing for a new one, `after` for a deleted one. */
export interface EntityChange {
  kind: EntityKind;
  before?: Entity;
  after?: Entity;
}

interface Table {
  byId: Map<string, Entity>;
  /** The order of lists. */
  order: SortedIds;
  /** Field → value → id. */
  unique: Map<string, Map<unknown, string>>;
  /** Combination of `uniqueTogether` → id. */
  together: Map<string, string>;
  /** Foreign field → parent id → ids. */
  children: Map<string, Map<string, Set<string>>>;
}

/** Entities of all kinds with their indexes. It checks nothing: the model does. */
export class EntityStore {
  private readonly tables = new Map<EntityKind, Table>(ENTITY_KINDS.map((kind) => [kind, newTable(kind)]));

  constructor(private readonly onChange: (change: EntityChange) => void) {}

  get(kind: EntityKind, id: string): Entity | undefined {
    return this.table(kind).byId.get(id);
  }

  findUnique(kind: EntityKind, field: string, value: unknown): Entity | undefined {
    const table = this.table(kind);
    const id = table.unique.get(field)?.get(value);
    return id === undefined ? undefined : table.byId.get(id);
  }

  findTogether(kind: EntityKind, entity: JsonObject): Entity | undefined {
    const table = this.table(kind);
    const id = table.together.get(togetherKey(kind, entity));
    return id === undefined ? undefined : table.byId.get(id);
  }

  /** The entities whose foreign key `field` is `parentId`, in no particular order. */
  children(kind: EntityKind, field: string, parentId: string): Entity[] {
    const table = this.table(kind);
    const ids = table.children.get(field)?.get(parentId) ?? [];
    return Array.from(ids, (id) => table.byId.get(id) as Entity);
  }

  /** The entities in the order of their ids, beginning after `afterId`. */
  *after(kind: EntityKind, afterId: string): Generator<Entity> {
    const table = this.table(kind);
    for (const id of table.order.after(afterId)) yield table.byId.get(id) as Entity;
  }

  count(kind: EntityKind): number {
    return this.table(kind).byId.size;
  }

  put(kind: EntityKind, entity: Entity): void {
    const table = this.table(kind);
    const before = table.byId.get(entity.id);
    if (before) unindex(kind, table, before);
    else table.order.add(entity.id);
    table.byId.set(entity.id, entity);
    index(kind, table, entity);
    this.onChange({ kind, before, after: entity });
  }

  delete(kind: EntityKind, entity: Entity): void {
    const table = this.table(kind);
    unindex(kind, table, entity);
    table.byId.delete(entity.id);
    table.order.remove(entity.id);
    this.onChange({ kind, before: entity });
  }

  /** Puts these entities in the place of all that there were. */
  replaceAll(entities: [EntityKind, Entity][]): void {
    const kept = new Set(entities.map(([kind, { id }]) => `${kind} ${id}`));
    for (const kind of ENTITY_KINDS.toReversed()) {
      const gone = [...this.table(kind).byId.values()].filter(({ id }) => !kept.has(`${kind} ${id}`));
      for (const entity of gone) this.delete(kind, entity);
    }
    for (const [kind, entity] of entities) this.put(kind, entity);
  }

  private table(kind: EntityKind): Table {
    return this.tables.get(kind) as Table;
  }
}

function newTable(kind: EntityKind): Table {
  const schema = ENTITY_SCHEMAS[kind];
  return {
    byId: new Map(),
    order: new SortedIds(),
    unique: new Map(schema.unique.map((field) => [field, new Map()])),
    together: new Map(),
    children: new Map(Object.keys(schema.foreign).map((field) => [field, new Map()])),
  };
}

/** The id that a foreign key field holds, or undefined. */
export function foreignId(entity: JsonObject, field: string): string | undefined {
  const reference = entity[field];
  return isRecord(reference) ? (reference['id'] as string) : undefined;
}

function togetherKey(kind: EntityKind, entity: JsonObject): string {
  return JSON.stringify(ENTITY_SCHEMAS[kind].uniqueTogether.map((field) => entity[field] ?? null));
}

function index(kind: EntityKind, table: Table, entity: Entity): void {
  for (const [field, values] of table.unique) {
    if (entity[field] !== null) values.set(entity[field], entity.id);
  }
  if (ENTITY_SCHEMAS[kind].uniqueTogether.length > 0) table.together.set(togetherKey(kind, entity), entity.id);
  for (const [field, parents] of table.children) {
    const parentId = foreignId(entity, field);
    if (parentId === undefined) continue;
    const ids = parents.get(parentId) ?? new Set();
    parents.set(parentId, ids.add(entity.id));
  }
}

/** When two entities swap their names, the name may be another one's already. */
function unindex(kind: EntityKind, table: Table, entity: Entity): void {
  for (const [field, values] of table.unique) {
    if (values.get(entity[field]) === entity.id) values.delete(entity[field]);
  }
  const together = ENTITY_SCHEMAS[kind].uniqueTogether.length > 0 ? togetherKey(kind, entity) : undefined;
  if (together !== undefined && table.together.get(together) === entity.id) table.together.delete(together);
  for (const [field, parents] of table.children) {
    const parentId = foreignId(entity, field);
    const ids = parentId === undefined ? undefined : parents.get(parentId);
    ids?.delete(entity.id);
    if (ids?.size === 0) parents.delete(parentId as string);
  }
}
