import type { DesiredLifecycle } from './desired-state.js';

/** What a deprecated version's answers carry, as the text of each header; several links stand in one Link header. */
export interface LifecycleHeaders {
  /** A structured-field date (RFC 9745, RFC 9651). */
  Deprecation: string;
  /** An HTTP-date (RFC 8594, RFC 9110). */
  Sunset?: string;
  /** RFC 8288. */
  Link?: string;
}

/** Every driver sends these, however its gateway sets headers. */
export function lifecycleHeaders({ deprecatedAt, sunsetAt, links }: DesiredLifecycle): LifecycleHeaders {
  return {
    Deprecation: `@${Math.floor(Date.parse(deprecatedAt) / 1000)}`,
    ...(sunsetAt === undefined ? {} : { Sunset: httpDate(sunsetAt) }),
    ...(links.length === 0 ? {} : { Link: links.map(({ rel, href }) => `<${uriOf(href)}>; rel="${rel}"`).join(', ') }),
  };
}

/** `Sun, 30 Jun 2024 23:59:59 GMT` */
export function httpDate(iso: string): string {
  return new Date(iso).toUTCString();
}

/** In the one spelling of URLs, which has no character that would end the header or the link. */
function uriOf(href: string): string {
  return new URL(href).href.replaceAll('>', '%3E');
}
