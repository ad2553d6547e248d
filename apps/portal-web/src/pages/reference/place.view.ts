import type { ReferencePlaceDto, ReferenceNavDto, ReferenceSecuritySchemeDto } from '#contract';
import { link, withQuery } from '../../view/helpers.js';
import { getKeyHref } from '../operation/console-entry.js';
import { endingView, type EndingView } from '../service/ending.view.js';
import { operationTitle, tagTitle } from '../shared/operation-groups.js';
import { limitLines } from '../shared/plan-limits.js';
import { operationHref, tagHref, versionHref } from './addresses.js';
import type { LinkView } from './shape.view.js';

const shownInList = 36;
const shownSchemes = 12;
const shownScopes = 24;

/** What stands around every page of a version's reference. */
export interface PlaceView {
  service: { slug: string; name: string };
  version: { name: string; state: string; href: string };
  versions: VersionChoiceView[];
  breadcrumb: LinkView[];
  ending: EndingView | undefined;
}

interface VersionChoiceView {
  name: string;
  state: string;
  href: string;
  current: boolean;
}

/** @param here what the page is within its version, to stay there when the version is changed */
export function placeView({ service, version, versions }: ReferencePlaceDto, here = ''): PlaceView {
  const start = versionHref(service.slug, version.name);
  return {
    service: { slug: service.slug, name: service.name },
    version: { name: version.name, state: version.state, href: start },
    versions: versions.map(({ name, state }) => {
      const target = versionHref(service.slug, name);
      const href = here === '' ? target : withQuery(`${target}${here.slice(start.length)}`, { was: version.name });
      return { name, state, href, current: name === version.name };
    }),
    breadcrumb: [
      { href: '/', label: 'Catalogue' },
      { href: link('services', service.slug), label: service.name },
    ],
    ending: endingView(service.slug, version),
  };
}

/** The side list. */
export interface NavView {
  start: LinkView;
  tags: TagView[];
  moreTagsHref: string | undefined;
  operations: NavOperationView[];
  earlier: LinkView | undefined;
  later: LinkView | undefined;
}

interface TagView {
  name: string;
  operationCount: number;
  href: string;
  current: boolean;
}

interface NavOperationView {
  method: string;
  title: string;
  href: string;
  current: boolean;
  deprecated: boolean;
}

type NavParts = Pick<ReferenceNavDto, 'tags' | 'moreTags'> & Partial<ReferenceNavDto>;

export function navView(
  { service, version }: ReferencePlaceDto,
  nav: NavParts,
  current?: { method: string; path: string },
): NavView {
  const start = versionHref(service.slug, version.name);
  const tags = around(nav.tags, ({ name }) => name === nav.tag);
  const operations = around(
    nav.operations ?? [],
    ({ method, path }) => method === current?.method && path === current.path,
  );
  const tag = nav.tag === undefined ? undefined : tagHref(service.slug, version.name, nav.tag);
  return {
    start: { href: start, label: `${service.name} ${version.name}` },
    tags: tags.items.map(({ name, operationCount }) => ({
      name: tagTitle(name),
      operationCount,
      href: tagHref(service.slug, version.name, name),
      current: name === nav.tag,
    })),
    moreTagsHref: nav.moreTags || tags.isCut ? start : undefined,
    operations: operations.items.map((operation) => ({
      method: methodOf(operation.method),
      title: operationTitle(operation),
      href: operationHref(service.slug, version.name, operation.method, operation.path),
      current: operation.method === current?.method && operation.path === current.path,
      deprecated: operation.deprecated,
    })),
    earlier:
      tag !== undefined && (nav.hasMoreBefore === true || operations.isCutBefore)
        ? { href: tag, label: 'Earlier ones' }
        : undefined,
    later:
      tag !== undefined && (nav.hasMoreAfter === true || operations.isCutAfter)
        ? { href: tag, label: 'Further ones' }
        : undefined,
  };
}

/** As many as the list shows of what the API gives: those around the current one. */
function around<T>(all: T[], isCurrent: (item: T) => boolean) {
  const first = Math.max(0, Math.min(all.findIndex(isCurrent) - shownInList / 2, all.length - shownInList));
  const items = all.slice(first, first + shownInList);
  const isCutAfter = first + items.length < all.length;
  return { items, isCut: items.length < all.length, isCutBefore: first > 0, isCutAfter };
}

/** What a method is shown as: that of a webhook without the word. */
export function methodOf(method: string): string {
  return method.split(' ').at(-1) ?? method;
}

/** Authentication in plain words: what is sent, and in whose name the reader calls. */
export interface AuthView {
  header: string;
  callers: { applicationName: string; applicationHref: string; planName: string; limits: string }[];
  getKeyHref: string;
  /** Nothing can be called yet, or any more. */
  unavailable: string;
}

/** @param back the page from which a key is got */
export function authView({ service, version, subscriptions, auth }: ReferencePlaceDto, back?: string): AuthView {
  const isCallable = version.callUrls.length > 0 && version.state !== 'retired' && version.state !== 'draft';
  return {
    header: auth.name,
    callers: subscriptions.map(({ applicationId, applicationName, plan }) => ({
      applicationName,
      applicationHref: link('applications', applicationId),
      planName: plan.name,
      limits: limitLines(plan)
        .join(', ')
        .replace(/^[A-Z]/, (letter) => letter.toLowerCase()),
    })),
    getKeyHref: getKeyHref(service.slug, back),
    unavailable: isCallable
      ? ''
      : `${version.name} cannot be called${version.state === 'retired' ? ' any more' : ' yet'}.`,
  };
}

/** A way to prove oneself that the document names beside our key. */
export interface SchemeView {
  name: string;
  words: string;
  scopes: string[];
}

export function schemeViews(
  schemes: ReferenceSecuritySchemeDto[],
  security: { scheme: string; scopes: string[] }[][] = [],
): SchemeView[] {
  return schemes.slice(0, shownSchemes).map(({ name, words }) => ({
    name,
    words,
    scopes: [...new Set(security.flat().flatMap(({ scheme, scopes }) => (scheme === name ? scopes : [])))].slice(
      0,
      shownScopes,
    ),
  }));
}
