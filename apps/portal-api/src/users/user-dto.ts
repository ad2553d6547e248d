import type { UserDto } from '#contract';
import type { UserRow } from './users.store.js';

/** What others may know of a user: never the hash. */
export function toUserDto({ id, email, displayName, platformRole }: UserRow): UserDto {
  return { id, email, displayName, platformRole };
}
