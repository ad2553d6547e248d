const SENSITIVE = /authori[sz]ation|cookie|api[-_]?key|token|secret|passw|passphrase|session|credential|signature|jwt/i;

/**
 * Whether what stands under a name is likely to be a secret. The portal hides it while it is typed, and the API keeps
 * nothing of it: both must mean the same names.
 * @param name of a parameter, a header or a field, as the document says it
 */
export function isSensitiveName(name: string): boolean {
  return SENSITIVE.test(name);
}
