import { invalidField } from '#domain';

const SEGMENT = /^[A-Za-z0-9._~-]+$/;
const MAX_LENGTH = 200;

/**
 * The one spelling of a base path: begins with a slash, ends without one, plain segments only. Dots alone, empty
 * segments and percent signs are refused, because a gateway and its clients would not agree on what they mean.
 */
export function parseBasePath(text: string, field = 'basePath'): string {
  const path = text.trim().replace(/\/$/, '');
  const segments = path.split('/').slice(1);
  const isPlain = segments.every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..');
  if (path.length <= MAX_LENGTH && path.startsWith('/') && segments.length > 0 && isPlain) return path;
  const message = 'Begin with a slash and use letters, digits, dots, hyphens, underscores and tildes: /orders/v1.';
  throw invalidField(field, message);
}

/** The path and all paths above it: `/a/b` → `/a/b`, `/a`. */
export function pathAndParents(path: string): string[] {
  const segments = path.split('/').slice(1);
  return segments.map((_, index) => `/${segments.slice(0, segments.length - index).join('/')}`);
}
