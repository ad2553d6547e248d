import type { TeamDto } from '#contract';
import type { TeamRow } from './teams.store.js';

export function toTeamDto({ id, slug, name, kind, createdAt }: TeamRow): TeamDto {
  return { id, slug, name, kind, createdAt: createdAt.toISOString() };
}
