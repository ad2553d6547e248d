import type { ApplicationDto } from '#contract';
import { type Actor, may } from '#domain';
import type { ApplicationRow } from './applications.store.js';

export function toApplicationDto(actor: Actor, row: ApplicationRow): ApplicationDto {
  return { ...row, editable: may(actor, 'application.update', row), createdAt: row.createdAt.toISOString() };
}
