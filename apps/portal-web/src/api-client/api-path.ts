import { NotFoundException } from '@nestjs/common';

/**
 * A path of the API from its segments, each encoded. A segment that an address would swallow (`..`) names nothing, so
 * the page that asked for it does not exist.
 */
export function apiPath(...segments: string[]): string {
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) throw new NotFoundException();
  return `/v1/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
}
