import { KEY_PATTERN } from '#domain';
import { Secret } from './secret.js';

/** What stands for a secret. */
export const MASK = '[masked]';
const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;

/** Names of fields whose value is never logged, in any depth. */
const SENSITIVE_NAME =
  /^(proxy-)?authorization$|^(set-)?cookies?$|passw(or)?d|passphrase|secret|token|api[-_]?key|^(raw|plain)?key$|admin_?auth$|database_?url$|(redis|smtp)_?url$/i;

/** Shapes of secrets inside of texts, and what stands for them. */
const SENSITIVE_TEXTS: [RegExp, string][] = [
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"\\]+@/gi, `$1${MASK}@`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  [/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, MASK],
  [new RegExp(KEY_PATTERN, 'g'), MASK],
];

/** The text without passwords in URLs, bearer tokens, JSON web tokens and keys of ours. */
export function maskText(text: string): string {
  return SENSITIVE_TEXTS.reduce((masked, [pattern, by]) => masked.replace(pattern, by), text);
}

/** A copy fit for the log: sensitive fields and texts masked in every depth, errors with their causes as data. */
export function maskValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Secret || value instanceof Date) return value;
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return maskError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((item) => maskValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ENTRIES)
      .map(([name, field]) => [name, SENSITIVE_NAME.test(name) ? MASK : maskValue(field, depth + 1)]),
  );
}

function maskError(error: Error, depth: number): object {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: maskText(error.message),
    ...(code === undefined ? {} : { code }),
    stack: maskText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: maskValue(error.cause, depth + 1) }),
  };
}
