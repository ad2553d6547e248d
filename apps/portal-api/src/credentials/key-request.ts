import { Fault, invalidField } from '#domain';

/** A name of visible characters, trimmed. */
export function parseKeyName(text: string): string {
  const name = text.normalize('NFC').trim();
  if (name === '' || /\p{Cc}/u.test(name)) throw refused('name', 'Give a name of visible characters.');
  return name;
}

/** When the key ends; null: never. A time that has passed is refused. */
export function parseExpiry(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const expiresAt = new Date(text);
  if (!(expiresAt > now)) throw refused('expiresAt', 'Give a time in the future, such as 2030-01-31T00:00:00Z.');
  return expiresAt;
}

function refused(field: string, message: string): Fault {
  return invalidField(field, message);
}
