import {
  entityNotFound,
  foreignKeyUnresolved,
  foreignKeyViolation,
  notFound,
  primaryKeyViolation,
  schemaViolation,
  stillReferenced,
  uniqueViolation,
} from './admin-refusal.js';
import { ENTITY_KINDS, ENTITY_SCHEMAS, type Entity, type EntityKind } from './entity-schemas.js';
import { foreignId, type EntityStore } from './entity-store.js';
import { mergeEntity, readEntity } from './read-entity.js';
import { expandUrl } from './read-body.js';
import { isUuid } from './uuid.js';
import { isRecord, type JsonObject } from './violations.js';

/** Where new ids, keys and times come from. Times are whole seconds since 1970. */
export interface Origin {
  newId: () => string;
  newKey: () => string;
  nowSeconds: () => number;
}

/** The entity under whose path a nested entity is addressed, and the foreign key field that holds it. */
export interface Parent {
  field: string;
  id: string;
}

/** The writes of the Admin API, with the checks that Kong makes, in Kong's order. */
export class EntityWriter {
  constructor(
    private readonly store: EntityStore,
    private readonly origin: Origin,
  ) {}

  /** By id, or by the field that may stand for it; below a parent only what belongs to it. */
  find(kind: EntityKind, key: string, parent?: Parent): Entity | undefined {
    const entity = this.lookUp(kind, key, parent);
    return entity && parent && foreignId(entity, parent.field) !== parent.id ? undefined : entity;
  }

  create(kind: EntityKind, input: JsonObject, parent?: Parent): Entity {
    const id = input['id'] ?? this.origin.newId();
    if (!isUuid(id)) throw schemaViolation({ id: 'expected a valid UUID' });
    const entity = this.prepare(kind, id.toLowerCase(), { ...input, ...parentFields(parent) });
    if (this.store.get(kind, entity.id)) throw primaryKeyViolation(entity.id);
    return this.save(kind, entity);
  }

  /** PUT: the whole entity is replaced; the id or the name comes from the path, whatever the body says. */
  replace(kind: EntityKind, key: string, input: JsonObject, parent?: Parent): Entity {
    const { nameField } = ENTITY_SCHEMAS[kind];
    const given = { ...input, ...parentFields(parent), ...(isUuid(key) ? {} : { [nameField]: key }) };
    if (kind === 'acls' && !parent && !isUuid(key)) throw notFound();
    const id = isUuid(key) ? key.toLowerCase() : (this.lookUp(kind, key, parent)?.id ?? this.origin.newId());
    return this.save(kind, this.prepare(kind, id, given));
  }

  patch(kind: EntityKind, key: string, input: JsonObject, parent?: Parent): Entity {
    const schema = ENTITY_SCHEMAS[kind];
    const stored = this.find(kind, key, parent);
    if (!stored) {
      if (parent || !['services', 'routes', 'consumers'].includes(kind)) throw notFound();
      throw entityNotFound(isUuid(key) ? 'id' : schema.nameField, key);
    }
    const merged = mergeEntity(schema, stored, { ...this.expand(kind, input), ...parentFields(parent) });
    return this.save(kind, { ...this.prepare(kind, stored.id, merged), created_at: stored['created_at'] });
  }

  /** Takes along what refers to the entity, or refuses when something that must not go refers to it. */
  remove(kind: EntityKind, entity: Entity): void {
    for (const { kind: childKind, field } of this.referrers(kind)) {
      const isUsed = this.store.children(childKind, field, entity.id).length > 0;
      if (isUsed && ENTITY_SCHEMAS[childKind].onParentDelete === 'refuse') throw stillReferenced(kind, childKind);
    }
    for (const { kind: childKind, field } of this.referrers(kind)) {
      for (const child of this.store.children(childKind, field, entity.id)) this.remove(childKind, child);
    }
    this.store.delete(kind, entity);
  }

  /** The entity as it would be stored, without storing it. Throws the refusal when it would be refused. */
  prepare(kind: EntityKind, id: string, input: JsonObject): Entity {
    const schema = ENTITY_SCHEMAS[kind];
    const given = this.resolveNames(kind, this.expand(kind, input));
    if (kind === 'keyauth_credentials' && given['key'] === undefined) given['key'] = this.origin.newKey();
    const now = this.origin.nowSeconds();
    const times = schema.hasUpdatedAt ? { created_at: now, updated_at: now } : { created_at: now };
    const read = readEntity(kind, given) as Pick<Entity, 'tags'>;
    return { ...read, ...times, id };
  }

  private expand(kind: EntityKind, input: JsonObject): JsonObject {
    return kind === 'services' ? expandUrl(input) : input;
  }

  private lookUp(kind: EntityKind, key: string, parent?: Parent): Entity | undefined {
    if (isUuid(key)) return this.store.get(kind, key.toLowerCase());
    if (kind === 'acls') {
      return parent && this.store.findTogether('acls', { group: key, consumer: { id: parent.id } });
    }
    return this.store.findUnique(kind, ENTITY_SCHEMAS[kind].nameField, key);
  }

  private save(kind: EntityKind, entity: Entity): Entity {
    this.refuseDanglingKeys(kind, entity);
    this.refuseDuplicates(kind, entity);
    this.store.put(kind, entity);
    return entity;
  }

  /** `{name: "orders"}` of a foreign key becomes `{id}`. */
  private resolveNames(kind: EntityKind, input: JsonObject): JsonObject {
    const resolved: JsonObject = { ...input };
    for (const [field, parentKind] of Object.entries(ENTITY_SCHEMAS[kind].foreign) as [string, EntityKind][]) {
      const reference = input[field];
      const nameField = ENTITY_SCHEMAS[parentKind].nameField;
      const name = isRecord(reference) ? reference[nameField] : undefined;
      if (!isRecord(reference) || reference['id'] !== undefined || typeof name !== 'string') continue;
      const parent = this.store.findUnique(parentKind, nameField, name);
      if (!parent) throw foreignKeyUnresolved(field, nameField, name, parentKind);
      resolved[field] = { id: parent.id };
    }
    return resolved;
  }

  private refuseDanglingKeys(kind: EntityKind, entity: Entity): void {
    for (const [field, parentKind] of Object.entries(ENTITY_SCHEMAS[kind].foreign) as [string, EntityKind][]) {
      if (entity[field] === null) continue;
      const id = foreignId(entity, field);
      if (!isUuid(id)) throw schemaViolation({ [field]: { id: 'expected a valid UUID' } });
      if (!this.store.get(parentKind, id)) throw foreignKeyViolation(field, id, parentKind);
    }
  }

  private refuseDuplicates(kind: EntityKind, entity: Entity): void {
    const { unique, uniqueTogether } = ENTITY_SCHEMAS[kind];
    for (const field of unique) {
      const other = entity[field] === null ? undefined : this.store.findUnique(kind, field, entity[field]);
      if (other && other.id !== entity.id) throw uniqueViolation({ [field]: entity[field] });
    }
    const other = uniqueTogether.length > 0 ? this.store.findTogether(kind, entity) : undefined;
    if (other && other.id !== entity.id) {
      throw uniqueViolation(Object.fromEntries(uniqueTogether.map((field) => [field, entity[field]])));
    }
  }

  private referrers(kind: EntityKind): { kind: EntityKind; field: string }[] {
    return ENTITY_KINDS.flatMap((childKind) =>
      Object.entries(ENTITY_SCHEMAS[childKind].foreign)
        .filter(([, parentKind]) => parentKind === kind)
        .map(([field]) => ({ kind: childKind, field })),
    );
  }
}

function parentFields(parent: Parent | undefined): JsonObject {
  return parent ? { [parent.field]: { id: parent.id } } : {};
}
