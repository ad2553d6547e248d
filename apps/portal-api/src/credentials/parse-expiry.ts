import { invalidField } from '#domain';

/** When the key ends; null: never. A time that has passed is refused. */
export function parseExpiry(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const expiresAt = new Date(text);
  if (!(expiresAt > now)) throw invalidField('expiresAt', 'Give a time in the future, such as 2030-01-31T00:00:00Z.');
  return expiresAt;
}
