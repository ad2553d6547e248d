import { OF_REVISION_SQL } from '../specs/operation.store.js';

/** Of an operation, as JSON has it. */
export const SUMMARY_JSON_SQL = `json_build_object('position', o.position, 'method', o.method, 'path', o.path,
  'operationId', o.operation_id, 'summary', o.summary, 'tags', o.tags, 'deprecated', o.deprecated)`;

/** What stands in a list of tags: those that have operations. */
const TAG_SQL = `SELECT position, name, operation_count AS "operationCount" FROM operation_tag
  WHERE ${OF_REVISION_SQL} AND operation_count > 0`;

/** The nearest tags before and after the position of `here`, as JSON lists from the nearest on. */
export function tagsAroundSql(here: string, count: number): string {
  return `
    COALESCE((SELECT json_agg(t ORDER BY t.position DESC) FROM (
      ${TAG_SQL} AND position < ${here} ORDER BY position DESC LIMIT ${count}) t), '[]') AS "tagsBefore",
    COALESCE((SELECT json_agg(t ORDER BY t.position) FROM (
      ${TAG_SQL} AND position > ${here} ORDER BY position LIMIT ${count}) t), '[]') AS "tagsAfter"`;
}

/**
 * The components with the numbers that `numbers` is, the first ones first, as many as fit into so many bytes; one that
 * would take half of it is left out. What is stored is smaller than its text: texts are made of few more than are shown.
 */
export function componentsSql(numbers: string, byteLength: number): string {
  return `COALESCE((SELECT json_agg(json_build_object('pointer', pointer, 'definition', definition) ORDER BY place) FROM (
      SELECT pointer, definition, place, bytes, sum(CASE WHEN bytes <= ${byteLength / 2} THEN bytes END)
        OVER (ORDER BY place) AS total FROM (
        SELECT pointer, definition, place, octet_length(definition::text) AS bytes FROM (
          SELECT pointer, definition, place, sum(pg_column_size(definition)) OVER (ORDER BY place) AS stored
          FROM unnest(${numbers}) WITH ORDINALITY AS wanted(number, place) JOIN spec_component c USING (number)
          WHERE ${OF_REVISION_SQL} AND pg_column_size(definition) <= ${byteLength / 2}) near
        WHERE stored <= ${byteLength}) weighed) fitting
    WHERE bytes <= ${byteLength / 2} AND total <= ${byteLength}), '[]')`;
}

/** The schemes of the document with the hash that a definition requires. */
export function schemesSql(hash: string, definition: string): string {
  return `COALESCE((SELECT json_agg(scheme) FROM spec, jsonb_array_elements(spec.security -> 'schemes') AS scheme
    WHERE spec.hash = ${hash} AND scheme ->> 'name' IN (SELECT one ->> 'scheme'
      FROM json_array_elements(${definition} -> 'security') AS choice, json_array_elements(choice) AS one)), '[]')`;
}
