import { audienceSql, type Bind } from '../services/audience.sql.js';
import type { Viewer } from '../services/viewer.js';
import { type Beginnings, type Demand, type ParsedQuery, wholeWord, wordsQuery } from './parse-query.js';

export interface SearchFilter {
  kind?: string;
  service?: string;
  version?: string;
  method?: string;
  state?: string;
  tag?: string;
}

export interface Search {
  viewer: Viewer;
  parsed: ParsedQuery;
  demand: Demand;
  filter: SearchFilter;
  /** Place and id of the last hit of the page before. */
  after: [place: string, id: string] | null;
  limit: number;
}

/**
 * So many are ranked at most of those that were typed whole, of those whose titles have all words, and of each step
 * after that, whatever there is: a word that is everywhere costs little more than a rare one.
 */
const MAX_NAMED = 60;
export const MAX_TITLED = 400;
const MAX_OTHERS = 200;
/** Titles that only begin with what was typed, and words that stand elsewhere, are looked at where there are fewer. */
const FEW_TITLES = 10;
const FEW = 20;
/** Values of one facet. */
const MAX_FACET_VALUES = 12;

/** An entry `e` of a service or of its version `v` while that lives: the entries of others go a little later. */
export const LIVE_ENTRY_SQL = `(e.version_id IS NULL OR v.state IN ('published', 'deprecated'))`;

const KIND_ORDER = `CASE kind WHEN 'service' THEN 0 WHEN 'operation' THEN 1 WHEN 'schema' THEN 2 WHEN 'page' THEN 3
  WHEN 'parameter' THEN 4 ELSE 5 END`;

/**
 * The one statement of a search: what is found, in its order, and what it can be narrowed to. Kinds take turns, three
 * operations to one of each other: a name that a thousand schemas have does not hide the operation that has it, too.
 */
export function searchSql(search: Search): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const stage = stageOf(search, bind);
  const stages = stagesSql(search, bind, stage);
  const after = search.after === null ? '' : afterSql(search.after, bind);
  // Versions of different services have the same names.
  const versions = search.filter.service === undefined ? '' : `, ('versions', version, version)`;
  const text = `
WITH ${stages},
once AS (SELECT DISTINCT ON (id) * FROM found ORDER BY id),
numbered AS (SELECT *, row_number() OVER (PARTITION BY tier, kind ORDER BY score DESC, id) AS nth FROM once),
placed AS (SELECT *, CASE WHEN nth > 1 AND kind IN ('parameter', 'property') THEN 1
    WHEN nth > 3 AND kind IN ('schema', 'page') THEN LEAST(tier, 2) ELSE tier END * 1000000
    - (CASE kind WHEN 'operation' THEN (nth - 1) / 3 WHEN 'page' THEN nth + 1 ELSE nth - 1 END) * 100
    - ${KIND_ORDER} * 10 - (nth - 1) % 3 AS place FROM numbered),
page AS (SELECT * FROM placed ${after} ORDER BY place DESC, id DESC LIMIT ${bind(search.limit + 1)}),
counted AS (SELECT f.facet, f.value, f.label, count(*)::int AS count
  FROM placed CROSS JOIN LATERAL (VALUES ('kinds', kind, kind), ('services', slug, service), ('methods', method, method),
    ('states', state, state), ('tags', tag, tag)${versions}) AS f(facet, value, label)
  WHERE f.value IS NOT NULL GROUP BY f.facet, f.value, f.label),
facets AS (SELECT *, row_number() OVER (PARTITION BY facet ORDER BY count DESC, value) AS nth FROM counted)
SELECT
  (SELECT COALESCE(json_agg(json_build_object('id', e.id::text, 'place', p.place, 'kind', e.kind, 'title', e.title,
     'slug', p.slug, 'service', p.service, 'version', p.version, 'state', p.state, 'method', e.method, 'path', e.path,
     'pointer', e.pointer, 'anchor', e.anchor, 'summary', e.summary, 'tag', e.tag, 'deprecated', e.deprecated,
     'names', e.names) ORDER BY p.place DESC, p.id DESC), '[]') FROM page p JOIN search_entry e ON e.id = p.id) AS items,
  (SELECT COALESCE(json_agg(json_build_object('facet', facet, 'value', value, 'label', label, 'count', count)
     ORDER BY facet, nth), '[]') FROM facets WHERE nth <= ${MAX_FACET_VALUES}) AS facets,
  (SELECT count(*)::int FROM placed) AS total`;
  return { text, values };
}

function afterSql([place, id]: [string, string], bind: Bind): string {
  return `WHERE (place, id) < (${bind(place)}::bigint, ${bind(id)}::bigint)`;
}

interface Stage {
  /** Entries of one condition that the viewer may see and that the filter lets through. */
  of(condition: string, limit: number, order?: string): string;
  /** Those whose words satisfy a tsquery; index and filter are asked as one. */
  withWords(column: 'head' | 'words', query: string, limit: number, condition?: string): string;
}

function stageOf({ viewer, parsed, filter }: Search, bind: Bind): Stage {
  const conditions = [
    LIVE_ENTRY_SQL,
    audienceSql(viewer, bind) ?? 'TRUE',
    ...(filter.version === undefined ? [] : [`v.name = ${bind(filter.version)}`]),
    ...(filter.state === undefined ? [] : [`v.state = ${bind(filter.state)}::version_state`]),
  ];
  const tagged = filter.tag === undefined ? [] : [`e.tag = ${bind(filter.tag)}`];
  const marks = marksOf(parsed, filter);
  const marked = marks.length === 0 ? null : `${bind(marks.join(' & '))}::tsquery`;
  const rank = rankSql(parsed, bind);
  // Planned once for each service and version and not once for each entry, because that is how it stands there.
  const seen = `LATERAL (SELECT s.slug, s.name AS service, v.name AS version, v.state::text
    FROM service s LEFT JOIN version v ON v.id = e.version_id
    WHERE s.id = e.service_id AND ${conditions.join(' AND ')} OFFSET 0) seen`;
  const select = (conditions: string[], limit: number, order = ''): string =>
    `SELECT e.id, e.kind, e.method, e.tag, seen.*, ${rank} FROM search_entry e CROSS JOIN ${seen}
     WHERE ${[...conditions, ...tagged].join(' AND ')} ${order} LIMIT ${limit}`;
  return {
    of: (condition, limit, order) =>
      select([condition, ...(marked === null ? [] : [`e.head @@ ${marked}`])], limit, order),
    withWords: (column, query, limit, condition = 'TRUE') =>
      select([`e.${column} @@ ${marked === null ? query : `(${query} && ${marked})`}`, condition], limit),
  };
}

/** Kind, service and method stand among the words of an entry, so that the index finds them together. */
function marksOf({ method: typed }: ParsedQuery, { kind, service, method }: SearchFilter): string[] {
  const marks = [
    ...(kind === undefined ? [] : [`=${kind}`]),
    ...(service === undefined ? [] : [`@${service}`]),
    ...(method === undefined ? [] : [`#${method.toLowerCase()}`]),
    ...(typed === null ? [] : [`#${typed}`]),
  ];
  return marks.map((mark) => `'${mark.replace(/['\\]/g, (quoted) => quoted + quoted)}'`);
}

/** What was typed whole, then its beginning, then a piece of a path, then the words of a title, then any words. */
function rankSql(parsed: ParsedQuery, bind: Bind): string {
  const name = bind(parsed.name);
  const paths = bind(parsed.paths);
  const whole = bind(wordsQuery(parsed, 'all', 'none'));
  const each = parsed.tokens.length < 2 ? [] : parsed.tokens.map((token) => bind(wholeWord(token)));
  const inHead = each.map((text) => ` + (e.head @@ ${text}::tsquery)::int * 150`).join('');
  const names = parsed.tokens.filter(({ parts }) => parts.length > 1).map(({ whole }) => bind(`'${whole}'`));
  const asOne = names.map((text) => ` + (e.words @@ ${text}::tsquery)::int * 300`).join('');
  return `CASE WHEN (e.name_key = ${name} AND e.name_key <> '') OR e.path_key = ANY(${paths}::text[]) THEN 5
      WHEN (starts_with(e.name_key, ${name}) AND ${name} <> '') OR starts_with(e.path_key, (${paths}::text[])[1]) THEN 4
      WHEN strpos(e.path_key, (${paths}::text[])[1]) > 0 THEN 3
      WHEN e.head @@ ${whole}::tsquery THEN 2 ELSE 1 END AS tier,
    3000 / (6 + length(e.head)) + (seen.state IS DISTINCT FROM 'deprecated')::int * 60 + (NOT e.deprecated)::int * 60
      + (e.head @@ ${whole}::tsquery)::int * 400
      + (e.words @@ ${whole}::tsquery)::int * 200${inHead}${asOne} AS score`;
}

function stagesSql({ parsed, demand }: Search, bind: Bind, stage: Stage): string {
  const keys: string[] = [];
  const key = (column: 'name_key' | 'path_key', values: string[]): void => {
    for (const value of values.filter((value) => value !== '')) {
      const exact = bind(value);
      const isThere = `e.${column} <> ''`;
      keys.push(
        stage.of(`${isThere} AND e.${column} = ${exact}`, MAX_NAMED),
        stage.of(
          `${isThere} AND e.${column} ~>~ ${exact} AND e.${column} ~<~ ${bind(`${value}\u{10ffff}`)}`,
          MAX_NAMED,
          `ORDER BY e.${column} USING ~<~`,
        ),
      );
    }
  };
  key('name_key', [parsed.name]);
  key('path_key', parsed.paths);
  const named = keys.length === 0 ? stage.of('FALSE', 0) : keys.map((text) => `(${text})`).join('\nUNION ALL\n');
  const words = (beginnings: Beginnings): string => `${bind(wordsQuery(parsed, demand, beginnings))}::tsquery`;
  const [whole, begun, anyBegun] = [words('none'), words('last'), words('every')];
  const fewer = (count: number, ...steps: string[]): string =>
    `(SELECT ${steps.map((step) => `(SELECT count(*) FROM ${step})`).join(' + ')}) < ${count}`;
  return `named AS MATERIALIZED (${named}),
titled AS MATERIALIZED (${stage.withWords('head', whole, MAX_TITLED)}),
begun AS MATERIALIZED (${stage.withWords('head', begun, MAX_OTHERS, fewer(FEW_TITLES, 'titled'))}),
worded AS MATERIALIZED (${stage.withWords('words', whole, MAX_OTHERS, fewer(FEW, 'titled', 'begun'))}),
guessed AS MATERIALIZED (${stage.withWords(
    'words',
    anyBegun,
    MAX_OTHERS,
    fewer(1, 'named', 'titled', 'begun', 'worded'),
  )}),
found AS (SELECT * FROM named UNION ALL SELECT * FROM titled UNION ALL SELECT * FROM begun
  UNION ALL SELECT * FROM worded UNION ALL SELECT * FROM guessed)`;
}
