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

/** $1 class of the lock, $2 version. Waits for whoever has it. */
export const LOCK_ROWS_SQL = 'SELECT pg_advisory_lock($1, hashtext($2))';

/** $1 class of the lock, $2 version. */
export const UNLOCK_ROWS_SQL = 'SELECT pg_advisory_unlock($1, hashtext($2))';
