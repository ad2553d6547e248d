import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '#platform';

/** The token that every form of this session carries. */
export function csrfToken(csrfSecret: string): string {
  return createHmac('sha256', csrfSecret).update('form').digest('base64url');
}

/** True when the form was made by us for the very session that sends it. */
export function isCsrfTokenRight(csrfSecret: string | undefined, given: unknown): boolean {
  return csrfSecret !== undefined && typeof given === 'string' && constantTimeEqual(csrfToken(csrfSecret), given);
}

/**
 * True when a page of ours sent the request. Browsers put Origin on every POST; one that says nothing about where it
 * comes from is refused.
 */
export function isFromOurPages(headers: { origin?: string | undefined }, publicUrl: string): boolean {
  return headers.origin === new URL(publicUrl).origin;
}
