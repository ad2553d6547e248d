import { invalidField } from './fault.js';

/** RFC 5321, section 4.5.3.1: a path of 256 octets holds an address of 254; the part before the @ has at most 64. */
const MAX_EMAIL_LENGTH = 254;
const MAX_EMAIL_LOCAL_LENGTH = 64;

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * The one spelling of a mail address: trimmed and in lower case. Letters beyond ASCII are refused rather than folded:
 * folding would let two mailboxes claim one account.
 */
export function parseEmail(text: string, field = 'email'): string {
  const email = text.trim().toLowerCase();
  const at = email.lastIndexOf('@');
  const fits = email.length <= MAX_EMAIL_LENGTH && at <= MAX_EMAIL_LOCAL_LENGTH;
  if (!fits || !LOCAL.test(email.slice(0, Math.max(at, 0))) || !DOMAIN.test(email.slice(at + 1))) {
    const message = `Give a mail address such as ada@example.com, at most ${MAX_EMAIL_LENGTH} characters.`;
    throw invalidField(field, message);
  }
  return email;
}
