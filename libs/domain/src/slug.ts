import { invalidField } from './fault.js';

const MIN_SLUG_LENGTH = 2;
export const MAX_SLUG_LENGTH = 64;

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Words that stand in the addresses of the portal and the API where a slug could stand too. */
const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  'account',
  'admin',
  'api',
  'assets',
  'audit',
  'auth',
  'catalogue',
  'edit',
  'health',
  'ingest',
  'me',
  'new',
  'public',
  'search',
  'settings',
  'sign-in',
  'sign-out',
  'sign-up',
  'static',
  'system',
  'usage',
]);

/**
 * The one spelling of a slug: NFKC (so that a full-width letter and its plain twin are the same slug), trimmed, lower
 * case, 2 to 64 characters of a-z, 0-9 and single hyphens between them. Anything else is refused, naming `field`.
 */
export function parseSlug(text: string, field = 'slug'): string {
  const slug = text.normalize('NFKC').trim().toLowerCase();
  if (slug.length < MIN_SLUG_LENGTH || slug.length > MAX_SLUG_LENGTH)
    throw invalidField(field, `Use ${MIN_SLUG_LENGTH} to ${MAX_SLUG_LENGTH} characters.`);
  if (!SLUG.test(slug)) throw invalidField(field, 'Use the letters a to z, digits, and single hyphens between them.');
  if (RESERVED_SLUGS.has(slug)) throw invalidField(field, `"${slug}" is reserved. Choose another name.`);
  return slug;
}

/** A slug made from a title (`Órders API 2` → `orders-api-2`), or null when the title leaves nothing usable. */
export function slugFromTitle(title: string): string | null {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG_LENGTH + 1)
    .replace(/^-/, '')
    .slice(0, MAX_SLUG_LENGTH)
    .replace(/-$/, '');
  return slug.length < MIN_SLUG_LENGTH || RESERVED_SLUGS.has(slug) ? null : slug;
}

/** The slug that was given, or else one made from the title; refused when the title leaves nothing usable. */
export function chooseSlug(given: string | undefined, title: string): string {
  if (given !== undefined) return parseSlug(given);
  const slug = slugFromTitle(title);
  if (slug !== null) return slug;
  throw invalidField('slug', 'No slug can be made from this name. Give one: letters a to z, digits and hyphens.');
}
