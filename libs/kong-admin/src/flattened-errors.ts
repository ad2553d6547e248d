import { withoutChildren } from './declared-entities.js';
import { NESTED, type EntityKind } from './entity-schemas.js';
import { isUuid } from './uuid.js';
import { isRecord, type JsonObject } from './violations.js';

/**
 * The violations of a document as one list with an element for each entity, in Kong's order: from the end to the
 * beginning, the inner before the outer. `rest` are those that belong to no entity. As in Kong those that are known by a
 * name instead of a place are in neither.
 */
export function flattenErrors(
  document: JsonObject,
  violations: JsonObject,
): { flattened: JsonObject[]; rest: JsonObject } {
  const flattened: JsonObject[] = [];
  const rest: JsonObject = {};
  for (const name of Object.keys(violations).sort().reverse()) {
    const items = document[name];
    const found = violations[name];
    if (typeof found === 'string' || !Array.isArray(items)) rest[name] = found;
    else if (Array.isArray(found)) flattenList(name as EntityKind, items, found, undefined, flattened);
  }
  return { flattened, rest };
}

function flattenList(
  kind: EntityKind,
  items: unknown[],
  found: unknown[],
  parent: JsonObject | undefined,
  flattened: JsonObject[],
): void {
  for (let at = found.length - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (found[at] !== null && isRecord(item)) flattenItem(kind, { ...item, ...parent }, found[at], flattened);
  }
}

function flattenItem(kind: EntityKind, item: JsonObject, found: unknown, flattened: JsonObject[]): void {
  const violations: JsonObject = isRecord(found) ? { ...found } : { '@entity': [found] };
  for (const { kind: childKind, field } of Object.values(NESTED[kind] ?? {})) {
    const [children, ofChildren] = [item[childKind], violations[childKind]];
    if (!Array.isArray(children) || !Array.isArray(ofChildren)) continue;
    delete violations[childKind];
    const parent = isUuid(item['id']) ? { [field]: { id: item['id'] } } : undefined;
    flattenList(childKind, children, ofChildren, parent, flattened);
  }
  const errors = errorsOf(violations, '');
  if (errors.length === 0) return;
  const { name, id, tags } = item;
  flattened.push({
    ...(typeof name === 'string' && name !== '' && { entity_name: name }),
    ...(isUuid(id) && { entity_id: id }),
    ...(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') && { entity_tags: tags }),
    entity_type: kind.replace(/s$/, ''),
    entity: withoutChildren(kind, item),
    errors,
  });
}

/** The places of a list count from 1 in the name of a field. */
function errorsOf(violations: unknown, path: string): JsonObject[] {
  if (typeof violations === 'string') return [{ type: 'field', field: path, message: violations }];
  const entries: [string, unknown][] = Array.isArray(violations)
    ? violations.map((inner: unknown, at) => [String(at + 1), inner])
    : Object.entries(violations as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.reverse().flatMap(([name, inner]) => {
    if (inner === null) return [];
    if (name === '@entity') return (inner as string[]).map((message) => ({ type: 'entity', message }));
    return errorsOf(inner, path === '' ? name : `${path}.${name}`);
  });
}
