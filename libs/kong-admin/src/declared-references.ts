import type { Declared } from './declared-entities.js';
import { ENTITY_SCHEMAS, type Entity, type EntityKind } from './entity-schemas.js';
import { foreignId } from './entity-store.js';
import type { JsonObject } from './violations.js';

/** What is wrong, by kind and then by place in the list or by name. */
type Faults = Map<EntityKind, Map<number | string, string | string[]>>;

/**
 * Looks up what the entities of a document refer to, by id or by name, and puts the ids in place. Gives the entities, or
 * what is wrong with them: references that lead nowhere, ids and names that are taken twice.
 */
export function resolveReferences(declared: Declared[]): { entities: [EntityKind, Entity][]; violations: JsonObject } {
  const faults: Faults = new Map();
  const ids = index(declared, faults);
  const entities = declared.map((one): [EntityKind, Entity] => {
    const fields: JsonObject = { ...one.fields };
    for (const [field, parentKind] of Object.entries(ENTITY_SCHEMAS[one.kind].foreign) as [string, EntityKind][]) {
      const wanted = foreignId(fields, field);
      if (wanted === undefined) continue;
      const id = ids.get(keyOf(parentKind, wanted));
      if (id === undefined) reportReference(faults, one, `${field}: ${wanted}`, parentKind);
      else fields[field] = { id };
    }
    return [one.kind, { ...fields, id: one.id.toLowerCase(), tags: fields['tags'] as string[] | null }];
  });
  return { entities, violations: asTree(faults) };
}

/** Kind and id, and kind and name, to the id. */
function index(declared: Declared[], faults: Faults): Map<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const { kind, index: place, id, fields } of declared) {
    const { nameField, unique } = ENTITY_SCHEMAS[kind];
    if (taken.has(`${kind} id ${id}`)) report(faults, kind, place, isDeclared(kind, 'primary key', id));
    taken.add(`${kind} id ${id}`);
    ids.set(keyOf(kind, id), id.toLowerCase());
    for (const field of unique) {
      const value = fields[field];
      if (typeof value !== 'string') continue;
      const at = field === nameField ? place : ((fields[nameField] as string | null) ?? id);
      if (taken.has(`${kind} ${field} ${value}`)) report(faults, kind, at, isDeclared(kind, field, value));
      taken.add(`${kind} ${field} ${value}`);
      if (field === nameField) ids.set(keyOf(kind, value), id.toLowerCase());
    }
  }
  return ids;
}

function keyOf(kind: EntityKind, idOrName: string): string {
  return `${kind} ${idOrName}`;
}

function isDeclared(kind: EntityKind, field: string, value: string): string {
  return `uniqueness violation: '${kind}' entity with ${field} set to '${value}' already declared`;
}

function reportReference(faults: Faults, { kind, id, fields }: Declared, reference: string, parentKind: string): void {
  const name = fields[ENTITY_SCHEMAS[kind].nameField];
  const at = ENTITY_SCHEMAS[kind].unique.length > 0 && typeof name === 'string' ? name : id;
  const before = faults.get(kind)?.get(at) ?? [];
  const message = `invalid reference '${reference}' (no such entry in '${parentKind}')`;
  report(faults, kind, at, [before, message].flat());
}

function report(faults: Faults, kind: EntityKind, at: number | string, message: string | string[]): void {
  const ofKind = faults.get(kind) ?? new Map<number | string, string | string[]>();
  faults.set(kind, ofKind.set(at, message));
}

/** A list when all faults are known by their place; otherwise an object in which places count from 1. */
function asTree(faults: Faults): JsonObject {
  return Object.fromEntries(
    Array.from(faults, ([kind, byPlace]) => {
      const places = [...byPlace.keys()];
      if (places.every((place) => typeof place === 'number')) {
        return [kind, Array.from({ length: Math.max(...places) + 1 }, (_, place) => byPlace.get(place) ?? null)];
      }
      const named = Array.from(byPlace, ([at, message]) => [typeof at === 'number' ? at + 1 : at, message]);
      return [kind, Object.fromEntries(named)];
    }),
  );
}
