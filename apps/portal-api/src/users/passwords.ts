import { hash, verify } from '@node-rs/argon2';
import { normalisePassword } from '#domain';
import { randomToken } from '#platform';

/** argon2id with the least that OWASP's Password Storage Cheat Sheet asks for: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What a password is compared with when there is no such account, so that the answer takes the same time. */
let dummyHash: Promise<string> | null = null;

/** `password` in the form of `parseNewPassword`. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** Whether the password is the one of the hash. Without a hash it computes as long and says no. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummyHash ??= hashPassword(randomToken(32));
  const matches = await verify(passwordHash ?? (await dummyHash), normalisePassword(password));
  return matches && passwordHash !== null;
}
