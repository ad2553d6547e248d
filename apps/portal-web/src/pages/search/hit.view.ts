import type { SearchHitDto, SearchKind, SearchMatchDto } from '#contract';
import { link } from '../../view/helpers.js';
import { operationHref, schemaHref, versionHref } from '../reference/addresses.js';
import { anchorPart } from '../reference/anchors.js';
import { componentName } from '../reference/source.js';

/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  text: string;
  marked: boolean;
}

export interface HitView {
  href: string;
  kind: string;
  method: string | undefined;
  title: Piece[];
  /** Where an operation has a name, its path, too; of a property, the schema and the way to it. */
  path: Piece[] | undefined;
  summary: Piece[] | undefined;
  /** Parameters and properties that were found in it. */
  names: Piece[][];
  service: string;
  version: string | undefined;
  state: string | undefined;
  deprecated: boolean;
}

export const kindLabels: Record<SearchKind, string> = {
  service: 'Service',
  operation: 'Operation',
  schema: 'Schema',
  page: 'Page',
  parameter: 'Parameter',
  property: 'Property',
};

export function hitView(hit: SearchHitDto): HitView {
  const { kind, method, path, summary, service, version, state, deprecated } = hit;
  const isNamed = path !== null && !hit.title.endsWith(path);
  return {
    href: hitHref(hit),
    kind: kindLabels[kind],
    method: method ?? undefined,
    title: piecesOf(hit, 'title', isNamed || path === null ? hit.title : path),
    path: isNamed ? piecesOf(hit, 'path', path) : placeInSchema(hit),
    summary: summary === '' ? undefined : piecesOf(hit, 'summary', summary),
    names: hit.matched.filter(({ field }) => field === 'name').map(pieces),
    service: service.name,
    version: version ?? undefined,
    state: state === 'deprecated' ? state : undefined,
    deprecated,
  };
}

/** `Order.customer.id`: many schemas have an `id`. */
function placeInSchema({ kind, pointer, anchor }: SearchHitDto): Piece[] | undefined {
  if (kind !== 'property' || pointer === null || anchor === null) return undefined;
  const joint = /^[[{]/.test(anchor) ? '' : '.';
  return [{ text: `${componentName(pointer)}${joint}${anchor}`, marked: false }];
}

/** The page of what was found, at its place. */
export function hitHref({ kind, service: { slug }, version, method, path, pointer, anchor }: SearchHitDto): string {
  if (version === null) return link('services', slug);
  const fragment = anchor === null ? '' : `#${anchorOf(kind, anchor)}`;
  if (method !== null && path !== null) return operationHref(slug, version, method, path) + fragment;
  if (pointer !== null) return schemaHref(slug, version, { pointer, at: '' }) + fragment;
  return versionHref(slug, version);
}

/** `header-X-Trace` is a place on the page of an operation, `customer[].id` one on the page of a schema. */
function anchorOf(kind: SearchKind, place: string): string {
  if (kind === 'parameter') {
    const [, where = '', name = ''] = /^([^-]*)-(.*)$/s.exec(place) ?? [];
    return `${where}-${anchorPart(where === 'header' ? name.toLowerCase() : name)}`;
  }
  const whole = /^(body|response-[^.[]*)(?=[.[])/.test(place) ? place : `schema.${place}`;
  return whole
    .split('.')
    .map((part, index) =>
      index === 0 ? part : anchorPart(part.replace(/(\[\])+$/, '')) + (/(\[\])+$/.exec(part)?.[0] ?? ''),
    )
    .join('.');
}

function piecesOf({ matched }: SearchHitDto, field: SearchMatchDto['field'], text: string): Piece[] {
  const match = matched.find((one) => one.field === field && one.text === text);
  const other = matched.find((one) => one.field === 'path' && one.text === text);
  return pieces(match ?? other ?? { text, ranges: [] });
}

function pieces({ text, ranges }: Pick<SearchMatchDto, 'text' | 'ranges'>): Piece[] {
  const result: Piece[] = [];
  let last = 0;
  for (const [from, to] of ranges) {
    result.push({ text: text.slice(last, from), marked: false }, { text: text.slice(from, to), marked: true });
    last = to;
  }
  return [...result, { text: text.slice(last), marked: false }].filter((piece) => piece.text !== '');
}
