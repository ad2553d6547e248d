import { Fault } from '#domain';

export function nameTaken(name: string): Fault {
  return new Fault(
    'application.name_taken',
    `The team has an application named "${name}" already. Choose another name.`,
  );
}
