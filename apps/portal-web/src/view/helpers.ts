import Handlebars from 'handlebars';
import { icon } from './icons.js';
import { stateBadge } from './states.js';

const { SafeString, escapeExpression } = Handlebars;
const numbers = new Intl.NumberFormat('en');
const utcMinute = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
const utcDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/**
 * The address when a page may link to it: a path of this portal, a fragment, http(s) or mailto. Anything else, a
 * `javascript:` above all, becomes `#`. Every link whose address comes from data goes through here.
 */
export function safeHref(address: unknown): string {
  if (typeof address !== 'string') return '#';
  if (/^[#?]/.test(address)) return address;
  if (isLocalPath(address)) return address;
  if (!/^(https?|mailto):/i.test(address)) return '#';
  return URL.canParse(address) ? address : '#';
}

/** True for a path on this very portal; `//host` and `/\host` lead elsewhere in browsers, control characters are dropped by them. */
export function isLocalPath(address: unknown): address is string {
  // eslint-disable-next-line no-control-regex
  return typeof address === 'string' && /^\/(?![/\\])[^\u0000-\u0020\\]*$/.test(address);
}

const shownImages = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** Bytes as an address of their own: pictures that hold no program are shown, everything else can only be stored. */
export function dataUrl(mediaType: unknown, base64: unknown): string {
  const type = typeof mediaType === 'string' && shownImages.has(mediaType) ? mediaType : 'application/octet-stream';
  return typeof base64 === 'string' && /^[A-Za-z0-9+/=]*$/.test(base64) ? `data:${type};base64,${base64}` : '#';
}

/** A path of this portal from its segments, each encoded: `link('services', 'a/b')` is `/services/a%2Fb`. */
export function link(...segments: (string | number)[]): string {
  return `/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
}

/** The path with these query parameters set; an undefined or empty one is left out. */
export function withQuery(path: string, parameters: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A number for reading: `12,345`. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

function timeElement(value: unknown, format: Intl.DateTimeFormat, kind: string, suffix: string): unknown {
  const at = new Date(value as string);
  if (Number.isNaN(at.getTime())) return '';
  const iso = at.toISOString();
  return new SafeString(`<time datetime="${iso}" data-show="${kind}">${format.format(at)}${suffix}</time>`);
}

/** `4 min ago`: how old something is now; hovering shows when it was. */
export function ageText(value: unknown, now = Date.now()): string {
  const minutes = Math.floor((now - new Date(value as string).getTime()) / 60_000);
  if (Number.isNaN(minutes)) return '';
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / (24 * 60))} days ago`;
}

/** `in 9 days`: how long it is until then; hovering shows when it is. */
export function untilText(value: unknown, now = Date.now()): string {
  const minutes = Math.floor((new Date(value as string).getTime() - now) / 60_000);
  if (Number.isNaN(minutes)) return '';
  if (minutes < 1) return 'now';
  if (minutes < 60) return `in ${minutes} min`;
  if (minutes < 48 * 60) return `in ${Math.floor(minutes / 60)} h`;
  return `in ${Math.floor(minutes / (24 * 60))} days`;
}

function momentElement(value: unknown, text: string): unknown {
  if (text === '') return '';
  const at = new Date(value as string);
  return new SafeString(`<time datetime="${at.toISOString()}" title="${utcMinute.format(at)} UTC">${text}</time>`);
}

/** Marks the strings, flags and numbers of a code sample; everything is escaped. */
export function highlight(text: unknown): Handlebars.SafeString {
  const source = String(text ?? '');
  // A string that is not closed ends with its line: to look for its end again from each quote in it would take for ever.
  const token =
    /("(?:[^"\\\n]|\\.)*"?|'[^'\n]*')(\s*:)?|(^|\s)(#.*|\/\/.*)$|(\s--?[a-zA-Z][\w-]*)|\b(\d+(?:\.\d+)?)\b/gm;
  let html = '';
  let last = 0;
  for (const match of source.matchAll(token)) {
    const [whole, quoted, colon, space, comment, flag] = match;
    html += escapeExpression(source.slice(last, match.index));
    if (quoted !== undefined) {
      html += `<span class="tok-${colon === undefined ? 's' : 'k'}">${escapeExpression(quoted)}</span>${colon ?? ''}`;
    } else if (comment !== undefined) {
      html += `${space}<span class="tok-c">${escapeExpression(comment)}</span>`;
    } else {
      html += `<span class="tok-${flag === undefined ? 'n' : 'k'}">${escapeExpression(whole)}</span>`;
    }
    last = match.index + whole.length;
  }
  return new SafeString(html + escapeExpression(source.slice(last)));
}

const noticeMarks: Record<string, string> = { good: 'check', wait: 'warn', bad: 'cross', calm: 'info' };

/** Every helper that a template may call; Handlebars passes its options object as the last argument. */
export const helpers: Record<string, (...args: never[]) => unknown> = {
  href: (address: unknown) => safeHref(address),
  dataUrl: (mediaType: unknown, base64: unknown) => dataUrl(mediaType, base64),
  link: (...args: (string | number)[]) => link(...args.slice(0, -1)),
  icon,
  stateBadge,
  highlight,
  noticeMark: (kind: string) => noticeMarks[kind] ?? 'info',
  sortMark: (order: string) => (order === 'ascending' ? 'up' : 'down'),
  number: (value: unknown) => (typeof value === 'number' ? formatNumber(value) : ''),
  plural: (count: number, one: string, many: string) => `${formatNumber(count)} ${count === 1 ? one : many}`,
  time: (value: unknown) => timeElement(value, utcMinute, 'minute', ' UTC'),
  // A day by which calls are counted is the same day everywhere, so no script turns it.
  day: (value: unknown) => utcDay.format(new Date(value as string)),
  age: (value: unknown) => momentElement(value, ageText(value)),
  until: (value: unknown) => momentElement(value, untilText(value)),
  date: (value: unknown) => timeElement(value, utcDay, 'day', ''),
  eq: (left: unknown, right: unknown) => left === right,
  or: (left: unknown, right: unknown) => Boolean(left) || Boolean(right),
  // `{{#if @partial-block}}` would run the block without its context to see whether it is empty.
  isGiven: (value: unknown) => value !== undefined,
  inc: (index: number) => index + 1,
  lower: (text: unknown) => String(text ?? '').toLowerCase(),
  upper: (text: unknown) => String(text ?? '').toUpperCase(),
  initial: (name: unknown) => (Array.from(String(name ?? ''))[0] ?? '?').toUpperCase(),
};
