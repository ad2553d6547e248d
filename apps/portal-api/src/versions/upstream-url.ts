import { invalidField } from '#domain';

/**
 * Checks the address that calls are passed to, and gives its one spelling. The gateway calls it and we never do, so
 * private and loopback addresses are allowed: the service may well run beside the gateway. Credentials are refused
 * because they would stand in clear in the database and on the gateway; query and fragment because a call brings its own.
 */
export function parseUpstreamUrl(text: string, field = 'upstreamUrl'): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  const message = problemOf(url);
  if (url === null || message !== null) throw invalidField(field, message ?? WHAT_TO_GIVE);
  return url.href.replace(/\/$/, '');
}

const WHAT_TO_GIVE = 'Give the address of the service, such as http://orders.internal:8080.';

function problemOf(url: URL | null): string | null {
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    return `${WHAT_TO_GIVE} It begins with http:// or https://.`;
  if (url.username !== '' || url.password !== '') return 'Leave out user name and password.';
  if (url.search !== '' || url.hash !== '') return 'Leave out everything from "?" or "#" on.';
  if (url.pathname.includes('//')) return 'Write each slash of its path once: gateways take no empty segment.';
  return null;
}
