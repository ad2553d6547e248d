import type { ReferenceOperationDto } from '#contract';
import { link, withQuery } from '../../view/helpers.js';
import { operationHref } from '../reference/addresses.js';

/** The way from an operation to its console; nothing for what cannot be called. */
export interface ConsoleEntry {
  href: string;
  /** Nobody of the reader's applications may call the service yet. */
  needsKey: boolean;
  getKeyHref: string;
}

/** `/services/orders/v2/console/get/orders/%7Bid%7D` */
export function consoleHref({ place, method, path }: Pick<ReferenceOperationDto, 'place' | 'method' | 'path'>): string {
  const { service, version } = place;
  return link('services', service.slug, version.name, 'console', method.toLowerCase(), ...path.split('/').slice(1));
}

/** Where a key is got, with the way back. */
export function getKeyHref(slug: string, back: string | undefined): string {
  return withQuery(link('services', slug, 'get-key'), { back });
}

export function consoleEntry(operation: ReferenceOperationDto): ConsoleEntry | undefined {
  const { place, method } = operation;
  if (method.startsWith('WEBHOOK ') || place.version.callUrls.length === 0) return undefined;
  return {
    href: consoleHref(operation),
    needsKey: place.subscriptions.length === 0,
    getKeyHref: getKeyHref(
      place.service.slug,
      operationHref(place.service.slug, place.version.name, method, operation.path),
    ),
  };
}
