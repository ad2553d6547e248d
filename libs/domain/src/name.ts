import { invalidField } from './fault.js';

/** The one spelling of a name: trimmed and in one Unicode form, so that two that look alike are the same. */
export function parseName(text: string, field = 'name'): string {
  const name = text.normalize('NFC').trim();
  if (name === '' || /\p{Cc}/u.test(name)) throw invalidField(field, 'Give a name of visible characters.');
  return name;
}
