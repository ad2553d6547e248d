/** The columns of each table in the order in which `rowChunks` gives them. */
export const COPY_OPERATIONS_SQL = `
  COPY operation (version_id, position, since, method, path, operation_id, summary, tags, tag, deprecated, definition,
    reach, digest) FROM STDIN (FORMAT binary)`;

export const COPY_REACHES_SQL = `
  COPY operation_reach (version_id, since, number, refs) FROM STDIN (FORMAT binary)`;

export const COPY_TAGS_SQL = `
  COPY operation_tag (version_id, position, since, name, description, operation_count, digest)
  FROM STDIN (FORMAT binary)`;

export const COPY_COMPONENTS_SQL = `
  COPY spec_component (version_id, number, since, pointer, name, definition, digest) FROM STDIN (FORMAT binary)`;

/** $1 rows as JSON, $2 version, $3 revision. */
export const INSERT_OPERATIONS_SQL = `
  INSERT INTO operation (version_id, position, since, method, path, operation_id, summary, tags, tag, deprecated,
    definition, reach, digest)
  SELECT $2::uuid, o.position, $3::int, o.method, o.path, o.operation_id, o.summary, o.tags, o.tag, o.deprecated,
    o.definition, o.reach, o.digest
  FROM json_to_recordset($1::json) AS o(position int, method text, path text, operation_id text, summary text,
    tags text[], tag text, deprecated boolean, definition json, reach int, digest text)`;

/** $1 rows as JSON, $2 version, $3 revision. */
export const INSERT_REACHES_SQL = `
  INSERT INTO operation_reach (version_id, since, number, refs)
  SELECT $2::uuid, $3::int, r.number, r.refs FROM json_to_recordset($1::json) AS r(number int, refs int[])`;

/** $1 rows as JSON, $2 version, $3 revision. */
export const INSERT_TAGS_SQL = `
  INSERT INTO operation_tag (version_id, position, since, name, description, operation_count, digest)
  SELECT $2::uuid, t.position, $3::int, t.name, t.description, t.operation_count, t.digest
  FROM json_to_recordset($1::json) AS t(position int, name text, description text, operation_count int, digest text)`;

/** $1 rows as JSON, $2 version, $3 revision. */
export const INSERT_COMPONENTS_SQL = `
  INSERT INTO spec_component (version_id, number, since, pointer, name, definition, digest)
  SELECT $2::uuid, c.number, $3::int, c.pointer, c.name, c.definition, c.digest
  FROM json_to_recordset($1::json) AS c(number int, pointer text, name text, definition json, digest text)`;

/** $1 version, $2 the revision from which on the rows are there no longer, $3 positions. */
export const CLOSE_OPERATIONS_SQL = `
  UPDATE operation SET until = $2 WHERE version_id = $1 AND position = ANY($3::int[]) AND until IS NULL AND since < $2`;

/** $1 version, $2 the revision from which on the rows are there no longer, $3 positions. */
export const CLOSE_TAGS_SQL = `
  UPDATE operation_tag SET until = $2 WHERE version_id = $1 AND position = ANY($3::int[]) AND until IS NULL AND since < $2`;

/** $1 version, $2 the revision from which on the rows are there no longer, $3 numbers. */
export const CLOSE_COMPONENTS_SQL = `
  UPDATE spec_component SET until = $2 WHERE version_id = $1 AND number = ANY($3::int[]) AND until IS NULL AND since < $2`;

/** $1 version, $2 the revision in force: takes back what was written for later ones. */
export const CLEAR_SQL = [
  'DELETE FROM operation WHERE version_id = $1 AND until IS NULL AND since > $2',
  'DELETE FROM operation_reach WHERE version_id = $1 AND since > $2',
  'DELETE FROM operation_tag WHERE version_id = $1 AND until IS NULL AND since > $2',
  'DELETE FROM spec_component WHERE version_id = $1 AND until IS NULL AND since > $2',
  'UPDATE operation SET until = NULL WHERE version_id = $1 AND until > $2',
  'UPDATE operation_tag SET until = NULL WHERE version_id = $1 AND until > $2',
  'UPDATE spec_component SET until = NULL WHERE version_id = $1 AND until > $2',
];

/** $1 version, $2 revision. Waits for a transaction that is giving the version another one. */
export const STILL_PRESENT_SQL = 'SELECT 1 FROM version WHERE id = $1 AND spec_revision_number = $2 FOR SHARE';

export const PRESENT_OPERATIONS_SQL = `
  SELECT position AS key, digest FROM operation WHERE version_id = $1 AND until IS NULL ORDER BY position`;

export const PRESENT_TAGS_SQL = `
  SELECT position AS key, digest FROM operation_tag WHERE version_id = $1 AND until IS NULL ORDER BY position`;

export const PRESENT_COMPONENTS_SQL =
  'SELECT number AS key, digest FROM spec_component WHERE version_id = $1 AND until IS NULL';

export const POINTERS_SQL = `
  SELECT number, pointer FROM spec_component WHERE version_id = $1 AND until IS NULL AND number = ANY($2::int[])`;

export const NEXT_NUMBER_SQL = 'SELECT COALESCE(max(number) + 1, 0) AS next FROM spec_component WHERE version_id = $1';
