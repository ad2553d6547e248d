import { OF_REVISION_SQL } from '../specs/operation.store.js';

/** Of an operation, as JSON has it. */
export const SUMMARY_JSON_SQL = `json_build_object('position', o.position, 'method', o.method, 'path', o.path,
  'operationId', o.operation_id, 'summary', o.summary, 'tags', o.tags, 'deprecated', o.deprecated)`;

/** In which direction of the document. */
export type Side = 'before' | 'after';

const SIDES = { before: { than: '<', order: 'DESC' }, after: { than: '>', order: 'ASC' } } as const;
const IN_FORCE_SQL = 'since <= $2 AND (until IS NULL OR until > $2)';

/**
 * The operations of a tag on one side of a position, the nearest first. The rows are asked for as a place in the index and
 * in its order: with equality a plan without statistics would read all of a large document, and sort it.
 */
export function operationsSql(tag: string, position: string, side: Side, count: number | string): string {
  const { than, order } = SIDES[side];
  return `SELECT * FROM (
      SELECT * FROM operation WHERE (version_id, tag, position) ${than} ($1::uuid, ${tag}, ${position}) AND ${IN_FORCE_SQL}
      ORDER BY version_id ${order}, tag ${order}, position ${order} LIMIT ${count}) o
    WHERE o.version_id = $1 AND o.tag = ${tag}`;
}

/** The tags that have operations, on one side of a position, the nearest first. */
export function tagsSql(position: string, side: Side, count: number): string {
  const { than, order } = SIDES[side];
  return `SELECT position, name, description, operation_count AS "operationCount" FROM (
      SELECT * FROM operation_tag WHERE (version_id, position) ${than} ($1::uuid, ${position}) AND ${IN_FORCE_SQL}
        AND operation_count > 0 ORDER BY version_id ${order}, position ${order} LIMIT ${count}) t
    WHERE t.version_id = $1`;
}

/** The nearest tags before and after a position, as JSON lists from the nearest on. */
export function tagsAroundSql(position: string, count: number): string {
  return `
    COALESCE((SELECT json_agg(t ORDER BY t.position DESC) FROM (${tagsSql(position, 'before', count)}) t), '[]')
      AS "tagsBefore",
    COALESCE((SELECT json_agg(t ORDER BY t.position) FROM (${tagsSql(position, 'after', count)}) t), '[]') AS "tagsAfter"`;
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
          FROM unnest(${numbers}) WITH ORDINALITY AS wanted(number, place)
            -- One look-up a component: a plan without statistics would read all of a large document.
            CROSS JOIN LATERAL (SELECT pointer, definition FROM spec_component
              WHERE ${OF_REVISION_SQL} AND number = wanted.number LIMIT 1) c
          WHERE pg_column_size(definition) <= ${byteLength / 2}) near
        WHERE stored <= ${byteLength}) weighed) fitting
    WHERE bytes <= ${byteLength / 2} AND total <= ${byteLength}), '[]')`;
}

/** The schemes of the document with the hash that a definition requires. */
export function schemesSql(hash: string, definition: string): string {
  return `COALESCE((SELECT json_agg(scheme) FROM spec, jsonb_array_elements(spec.security -> 'schemes') AS scheme
    WHERE spec.hash = ${hash} AND scheme ->> 'name' IN (SELECT one ->> 'scheme'
      FROM json_array_elements(${definition} -> 'security') AS choice, json_array_elements(choice) AS one)), '[]')`;
}
