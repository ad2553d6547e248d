import { link, withQuery } from '../../view/helpers.js';
import type { Source } from './source.js';

const usual = '#/components/schemas/';

/**
 * The address of a page of a version's reference. `.md` at the end asks for the page as Markdown, so a name that itself
 * ends like this writes its dot as `%2E`.
 */
function pageHref(slug: string, version: string, ...segments: string[]): string {
  const path = link('services', slug, version, ...segments);
  return path.endsWith('.md') ? `${path.slice(0, -3)}%2Emd` : path;
}

/** The document of a version, as it was uploaded. */
export function documentHref(slug: string, version: string): string {
  return link('services', slug, version, 'document');
}

/** The same page as Markdown. */
export function markdownHref(href: string): string {
  return `${href}.md`;
}

/** The start of the reference. */
export function versionHref(slug: string, version: string): string {
  return link('services', slug, version);
}

/**
 * The page of an operation: `/services/orders/v2/get/orders/%7Bid%7D`; of a webhook, whose path is its name:
 * `/services/orders/v2/webhook/post/order.shipped`.
 */
export function operationHref(slug: string, version: string, method: string, path: string): string {
  const [kind = '', verb] = method.toLowerCase().split(' ');
  if (verb !== undefined) return pageHref(slug, version, kind, verb, ...path.split('/'));
  const [, ...segments] = path.split('/');
  return pageHref(slug, version, kind, ...segments);
}

/** The method and the path that an address of an operation names. */
export function operationOf(method: string, rest: string): { method: string; path: string } {
  if (method.toLowerCase() !== 'webhook') return { method: method.toUpperCase(), path: `/${rest}` };
  const [verb = '', ...name] = rest.split('/');
  return { method: `WEBHOOK ${verb.toUpperCase()}`, path: name.join('/') };
}

/** The page of a tag; without a name, of the operations that have none. */
export function tagHref(slug: string, version: string, tag: string): string {
  return pageHref(slug, version, 'tags', ...(tag === '' ? [] : tag.split('/')));
}

/** The page of a component or of a place in it: `/services/orders/v2/schemas/Order?at=%2Fproperties%2Fcustomer`. */
export function schemaHref(slug: string, version: string, source: Required<Source>, from?: number): string {
  const pointer = source.pointer ?? '';
  const isUsual = pointer.startsWith(usual) && !pointer.slice(usual.length).includes('/');
  const segments = isUsual ? [pointer.slice(usual.length)] : pointer.split('/').slice(1);
  return withQuery(pageHref(slug, version, 'schemas', ...segments), { at: source.at, from });
}

/** The pointer of the component that an address of a schema names. */
export function pointerOf(rest: string): string {
  return rest.includes('/') ? `#/${rest}` : `${usual}${rest}`;
}
