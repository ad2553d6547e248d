import type { ReferenceComponentDto, ReferenceOperationDto, ReferencePlaceDto } from '#contract';
import { cut, isObject, textOf, valueAt, type Json } from '../reference/json.js';
import { markdownHref, operationHref, schemaHref, versionHref } from '../reference/addresses.js';
import { navView, placeView, type NavView, type PlaceView } from '../reference/place.view.js';
import type { LinkView, ShapeView } from '../reference/shape.view.js';
import { SchemaTrees } from '../reference/schema-trees.js';
import { componentName, within, type Source } from '../reference/source.js';
import { operationTrees } from '../operation/operation.view.js';
import { markdownToHtml } from '../../view/markdown.js';
import { operationGroups, operationTitle, type OperationGroup } from '../shared/operation-groups.js';

const treeBytes = 60_000;
const maxDescriptionLength = 12_000;
const maxSampleLength = 8_000;
/** The anchors of the page begin with it; a page that takes the fields over puts its own place there. */
const root = 'schema';

/** A component of a document, or a place in a component or in what an operation says. */
export interface SchemaView extends PlaceView {
  title: string;
  alternate: string | undefined;
  nav: NavView | undefined;
  heading: string;
  /** From the thing as a whole to this place. */
  path: (LinkView & { current: boolean })[];
  descriptionHtml: string;
  shape: ShapeView;
  root: string;
  samples: { label: string; text: string }[];
  groups: OperationGroup[];
  usedByMore: boolean;
}

export function schemaView(dto: ReferenceComponentDto, from: number): SchemaView {
  const { place, pointer, at, schema, components } = dto;
  const [slug, version] = [place.service.slug, place.version.name];
  const hrefOf = (source: Source, skip?: number) => schemaHref(slug, version, source, skip);
  const trees = new SchemaTrees({ components, hrefOf }, treeBytes);
  const source = { pointer, at };
  return {
    ...pageView(place, dto.name, schema),
    alternate: at === '' ? markdownHref(hrefOf(source)) : undefined,
    heading: at === '' ? dto.name : `${dto.name}${placeWords(at)}`,
    path: pathTo(pointer, at, hrefOf, dto.name),
    shape: trees.shape(schema, root, source, treeBytes, from),
    samples: dto.sample?.text == null ? [] : [{ label: 'Example', text: cut(dto.sample.text, maxSampleLength) }],
    groups: operationGroups(slug, version, dto.usedBy).map((group) => ({ ...group, name: undefined })),
    usedByMore: dto.usedByMore,
  };
}

/** The page of a place in what an operation says; undefined where nothing stands. */
export function operationPlaceView(operation: ReferenceOperationDto, at: string, from: number): SchemaView | undefined {
  const { place } = operation;
  const schema = valueAt(operation.definition as unknown as Json, at);
  if (schema === undefined) return undefined;
  const title = operationTitle(operation);
  const href = operationHref(place.service.slug, place.version.name, operation.method, operation.path);
  const view = pageView(place, title, schema);
  return {
    ...view,
    breadcrumb: [...view.breadcrumb, { href, label: title }],
    nav: navView(place, operation.nav, operation),
    alternate: undefined,
    heading: `${title}${placeWords(at)}`,
    path: [{ href, label: title, current: false }],
    shape: operationTrees(operation, treeBytes).shape(schema, root, { pointer: undefined, at }, treeBytes, from),
    samples: [],
    groups: [],
    usedByMore: false,
  };
}

function pageView(place: ReferencePlaceDto, name: string, schema: Json) {
  const around = placeView(place);
  const description = isObject(schema) ? textOf(schema.description) : '';
  return {
    ...around,
    nav: undefined as NavView | undefined,
    title: `${name} · ${place.service.name} ${place.version.name}`,
    breadcrumb: [
      ...around.breadcrumb,
      { href: versionHref(place.service.slug, place.version.name), label: place.version.name },
    ],
    descriptionHtml: description === '' ? '' : markdownToHtml(cut(description, maxDescriptionLength)),
    root,
  };
}

/** Words of a schema that only lead on to what has a name. */
const silent = new Set(['properties', 'items', 'additionalProperties', 'schema', 'patternProperties']);

/** `/properties/customer/items` as ` › customer`. */
function placeWords(at: string): string {
  const names = at
    .split('/')
    .slice(1)
    .map((token) => componentName(`/${token}`));
  const shown = names.filter((name) => !silent.has(name));
  return shown.map((name) => ` › ${name}`).join('');
}

function pathTo(pointer: string, at: string, hrefOf: (source: Source) => string, name: string): SchemaView['path'] {
  const tokens = at.split('/').slice(1);
  let source: Source = { pointer, at: '' };
  const path = [{ href: hrefOf(source), label: name, current: at === '' }];
  for (const [index, token] of tokens.entries()) {
    const label = componentName(`/${token}`);
    source = within(source, label);
    // A list of forms or fields is no place of its own.
    if (['properties', 'patternProperties', 'oneOf', 'anyOf', 'allOf', 'prefixItems'].includes(label)) continue;
    path.push({ href: hrefOf(source), label, current: index === tokens.length - 1 });
  }
  return path;
}
