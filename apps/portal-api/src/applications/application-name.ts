import { Fault, invalidField } from '#domain';

/** Trimmed and in one Unicode form, so that two spellings that look alike are the same name. */
export function parseApplicationName(text: string): string {
  const name = text.normalize('NFC').trim();
  if (name === '' || /\p{Cc}/u.test(name)) {
    const message = 'Give a name of visible characters.';
    throw invalidField('name', message);
  }
  return name;
}

export function nameTaken(name: string): Fault {
  return new Fault(
    'application.name_taken',
    `The team has an application named "${name}" already. Choose another name.`,
  );
}
