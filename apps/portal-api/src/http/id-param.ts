import { ParseUUIDPipe } from '@nestjs/common';
import { notFound } from '#domain';

/** A UUID in the spelling of PostgreSQL. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads an id out of a path. What is no UUID names nothing, so it is answered like an unknown one. */
export function idOf(noun: string): ParseUUIDPipe {
  return new ParseUUIDPipe({ exceptionFactory: () => notFound(noun) });
}
