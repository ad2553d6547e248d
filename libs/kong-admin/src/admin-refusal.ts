import { isRecord, luaTable, violationMessages, type JsonObject } from './violations.js';

/** A request that the Admin API refuses: the status and the body that Kong gives. */
export class AdminRefusal extends Error {
  override readonly name = 'AdminRefusal';

  constructor(
    readonly status: number,
    readonly body: JsonObject,
  ) {
    super(typeof body['message'] === 'string' ? body['message'] : `status ${status}`);
  }
}

export function notFound(): AdminRefusal {
  return new AdminRefusal(404, { message: 'Not found' });
}

export function methodNotAllowed(): AdminRefusal {
  return new AdminRefusal(405, { message: 'Method not allowed' });
}

/** Code 2: `fields` is the tree of messages, in the shape of the refused entity. */
export function schemaViolation(fields: JsonObject): AdminRefusal {
  const messages = violationMessages(fields);
  const count = messages.length === 1 ? 'schema violation' : `${messages.length} schema violations`;
  return new AdminRefusal(400, {
    name: 'schema violation',
    message: `${count} (${messages.join('; ')})`,
    code: 2,
    fields,
  });
}

/** Code 3: a POST with an id that is taken. */
export function primaryKeyViolation(id: string): AdminRefusal {
  return new AdminRefusal(400, {
    name: 'primary key violation',
    message: `primary key violation on key '${luaTable({ id })}'`,
    code: 3,
    fields: { id },
  });
}

/** Code 4: a foreign key by id that names nothing. */
export function foreignKeyViolation(field: string, id: string, kind: string): AdminRefusal {
  return new AdminRefusal(400, {
    name: 'foreign key violation',
    message: `the foreign key '${luaTable({ id })}' does not reference an existing '${kind}' entity.`,
    code: 4,
    fields: { [field]: { id } },
  });
}

/** Code 4: a DELETE of something that is still referred to. */
export function stillReferenced(kind: string, referrer: string): AdminRefusal {
  return new AdminRefusal(400, {
    name: 'foreign key violation',
    message: `an existing '${referrer}' entity references this '${kind}' entity`,
    code: 4,
    fields: { '@referenced_by': referrer },
  });
}

/** Code 5: another entity already has these values. */
export function uniqueViolation(fields: JsonObject): AdminRefusal {
  return new AdminRefusal(409, {
    name: 'unique constraint violation',
    message: `UNIQUE violation detected on '${luaTable(fields)}'`,
    code: 5,
    fields,
  });
}

/** Code 6: a PATCH of something that does not exist. */
export function entityNotFound(field: string, value: string): AdminRefusal {
  const by = field === 'id' ? 'with primary key ' : 'with ';
  return new AdminRefusal(404, {
    name: 'not found',
    message: `could not find the entity ${by}'${luaTable({ [field]: value })}'`,
    code: 6,
    fields: { [field]: value },
  });
}

/** Code 12: a write to single entities of a Kong without a database. */
export function needsDatabase(operation: string, kind: string, byField?: string): AdminRefusal {
  const by = byField === undefined ? '' : ` by '${byField}'`;
  return new AdminRefusal(405, {
    name: 'operation unsupported',
    message: `cannot ${operation} '${kind}' entities${by} when not using a database`,
    code: 12,
  });
}

/** Code 13: a foreign key by name that names nothing. */
export function foreignKeyUnresolved(field: string, key: string, value: string, kind: string): AdminRefusal {
  const detail = `the foreign key cannot be resolved with '${luaTable({ [key]: value })}' for an existing '${kind}' entity`;
  return new AdminRefusal(400, {
    name: 'foreign keys unresolved',
    message: `foreign key unresolved (${field}.${key}: ${detail})`,
    code: 13,
    fields: { [field]: { [key]: detail } },
  });
}

/** The body as an object; what is no object counts as empty, as in Kong. */
export function asObject(value: unknown): JsonObject {
  return isRecord(value) ? value : {};
}
