import { invalidField } from './fault.js';

/** Lengths in characters, not bytes (NIST SP 800-63B, ASVS 5.0 section 6.2). */
const MIN_PASSWORD_LENGTH = 12;
const MAX_PASSWORD_LENGTH = 128;

/** Shorter than this, the part before the @ is too common a string to be refused inside a password. */
const MIN_GUARDED_LOCAL_LENGTH = 4;
const MIN_DISTINCT_CHARACTERS = 5;

const TRIVIAL_PASSWORDS: ReadonlySet<string> = new Set([
  '012345678901',
  '0123456789012',
  '1234567890ab',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'abcdefghijkl',
  'administrator',
  'changemechangeme',
  'correcthorsebatterystaple',
  'gatehouse123',
  'gatehouse1234',
  'gatehousegatehouse',
  'iloveyou1234',
  'letmeinletmein',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'qwertyqwerty',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopas',
  'welcome12345',
  'welcomewelcome',
  'zaq12wsxcde3',
]);

/** What is hashed and compared: NFKC, so that the same password typed on another keyboard stays the same. */
export function normalisePassword(text: string): string {
  return text.normalize('NFKC');
}

function refusal(password: string, email: string): string | null {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH || length > MAX_PASSWORD_LENGTH)
    return `Use ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters.`;
  const lower = password.toLowerCase();
  const local = email.slice(0, email.lastIndexOf('@'));
  if (lower.includes(email) || (local.length >= MIN_GUARDED_LOCAL_LENGTH && lower.includes(local)))
    return 'Do not use your mail address in your password.';
  if (new Set(lower).size < MIN_DISTINCT_CHARACTERS || TRIVIAL_PASSWORDS.has(lower) || isRun(lower))
    return 'This password is among the first that others would try. Choose another.';
  return null;
}

/** `234567890123`, `lmnopqrstuvw`: every character follows the one before it (9 is followed by 0). */
function isRun(text: string): boolean {
  for (let at = 1; at < text.length; at++) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1);
    if (step !== 1 && !(text[at - 1] === '9' && text[at] === '0')) return false;
  }
  return true;
}

/** Gives the normalised form of a new password, or refuses it. `email` is in the spelling of `parseEmail`. */
export function parseNewPassword(text: string, email: string, field = 'password'): string {
  const password = normalisePassword(text);
  const message = refusal(password, email);
  if (message !== null) throw invalidField(field, message);
  return password;
}
